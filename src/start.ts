#!/usr/bin/env node
/**
 * The first file of a bundle: runs `program.js` beside it, and the parts that the program asks for, from code that the
 * engine compiled in an earlier run where there is such code. Most of a short run is compiling.
 *
 * Node's own compile cache (`module.enableCompileCache`) is written when a file is loaded, so it lacks the functions that
 * are compiled when first called, which are nearly all of them, and it lies in a folder for temporary files that others
 * may have made. This one is written after the work is done, and lies beside the program: who can change it can change
 * the program as well. A folder that cannot be written to (a system-wide installation) has none, and nothing is lost.
 *
 * Each command has a cache of its own, with the functions that it calls, and the first few runs each add theirs.
 */
import { closeSync, openSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Script } from 'node:vm';
import { OLDEST_NODE, VERSION } from './version.ts';

/** What a program tells the one that starts it: whether it did its work, so that its compiled code is worth keeping. */
type Program = { readonly finished: Promise<boolean> };

type Require = (id: string) => unknown;
type CommonJsModule = { readonly exports: object; readonly require: Require };
type Wrapper = (exports: object, require: Require, module: CommonJsModule, file: string, dir: string) => void;

const dir = import.meta.dirname;
const fromNode = createRequire(join(dir, 'program.js'));
const modules = new Map<string, CommonJsModule>();
/** Put the compiled code of the files that were loaded into their caches. */
const keepers: (() => void)[] = [];

/** Runs that add to a cache: to collect compiled code takes as long as to compile a good part of it. */
const MOST_SAVES = 3;

/** Eight, so that the code begins where the engine can take it without a copy. */
const COUNT_BYTES = 8;

// An older one would fail somewhere in the middle, and look like a defect of this program.
if (rank(process.versions.node) < rank(OLDEST_NODE)) {
  process.stderr.write(
    `error [unsupported-node] hf-eval needs Node.js ${OLDEST_NODE} or newer; this is ${process.version}.\n` +
      '  Install a newer one; in a clone, npm ci brings one that npm scripts and npx use.\n',
  );
  process.exitCode = 1;
}
// Node's switch for its own cache is obeyed; coverage is wrong for code from a cache.
else if (process.env.NODE_DISABLE_COMPILE_CACHE === '1' || process.env.NODE_V8_COVERAGE) fromNode('./program.js');
else {
  const { finished } = load('./program.js') as Program;
  void finished.then((worked) => {
    if (worked) for (const keep of keepers) keep();
  });
}

/** A version as a number that grows with it; patches do not count. */
function rank(version: string): number {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major * 1000 + minor;
}

/** `require` of the bundle's files: its own parts by their compiled code, modules of Node by Node. */
function load(id: string): unknown {
  if (!id.startsWith('./')) return fromNode(id);
  const known = modules.get(id);
  if (known !== undefined) return known.exports;
  const module: CommonJsModule = { exports: {}, require: load };
  modules.set(id, module);
  const file = join(dir, id);
  (compile(file).runInThisContext() as Wrapper)(module.exports, load, module, file, dir);
  return module.exports;
}

function compile(file: string): Script {
  const cacheFile = `${file}.${commandName()}.cache`;
  const key = keyOf(file);
  const { code: cachedData, saves } = readCache(cacheFile, key);
  const script = new Script(
    `(function(exports,require,module,__filename,__dirname){${readFileSync(file, 'utf8')}\n})`,
    {
      filename: file,
      ...(cachedData === undefined ? {} : { cachedData }),
    },
  );
  const done = script.cachedDataRejected ? 0 : saves;
  if (done < MOST_SAVES) keepers.push(() => writeCache(cacheFile, key, script, done + 1));
  return script;
}

/** The command of the command line, or mode and source of the Action: only one that works gets to keep anything. */
function commandName(): string {
  const { INPUT_MODE: mode = '', INPUT_SOURCE: source } = process.env;
  const name = process.argv[2] ?? [mode, source].filter(Boolean).join('-');
  return /^[a-z-]{1,30}$/.test(name) ? name : 'default';
}

/**
 * What the code was compiled from and by, on 128 bytes. The engine itself compares its version and flags, but of the
 * source no more than the length.
 */
function keyOf(file: string): Buffer {
  const { size, mtimeMs } = statSync(file);
  return Buffer.from(
    `hf-eval ${VERSION} ${size} ${mtimeMs} ${process.version} ${process.arch}`.padEnd(128).slice(0, 128),
  );
}

/**
 * The compiled code and how many runs have added to it; nothing where there is none for this key or it is damaged. The
 * engine does not notice a flipped bit and would run it, so the code is kept twice; to compare the two takes less time
 * than to load a checksum.
 */
function readCache(cacheFile: string, key: Buffer): { readonly code?: Buffer; readonly saves: number } {
  let bytes: Buffer;
  try {
    bytes = readFileSync(cacheFile);
  } catch {
    return { saves: 0 };
  }
  const start = key.length + COUNT_BYTES;
  const middle = (start + bytes.length) / 2;
  const code = bytes.subarray(start, middle);
  const intact = key.equals(bytes.subarray(0, key.length)) && code.length > 0 && code.equals(bytes.subarray(middle));
  if (!intact) return { saves: 0 };
  return { code, saves: Number(bytes.subarray(key.length, start).toString('latin1')) || 0 };
}

/** The cache appears whole or not at all. One that cannot be written costs the next run time, and no more. */
function writeCache(cacheFile: string, key: Buffer, script: Script, saves: number): void {
  const partial = `${cacheFile}.${process.pid}`;
  try {
    // First the folder is asked, since compiled code takes time to collect.
    closeSync(openSync(partial, 'wx', 0o644));
  } catch {
    return;
  }
  try {
    const code = script.createCachedData();
    writeFileSync(partial, Buffer.concat([key, Buffer.from(String(saves).padEnd(COUNT_BYTES)), code, code]));
    renameSync(partial, cacheFile);
  } catch {
    rmSync(partial, { force: true });
  }
}
