/**
 * Builds dist/: `tsc` turns src into lib/*.js, `ncc` turns each entry into one bundle, and the licences of
 * everything that went into a bundle are written beside it.
 */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

type StatsModule = {
  readonly name?: string;
  readonly nameForCondition?: string | null;
  readonly chunks?: readonly (string | number)[];
  readonly modules?: readonly StatsModule[];
};

type Manifest = { readonly name: string; readonly version: string; readonly license?: unknown };

const root = join(import.meta.dirname, '..');
const entries = ['main', 'post', 'cli'];
const rule = `${'='.repeat(80)}\n`;

/** Runs a Node program in the root of the project and returns what it printed; its failure ends the build. */
function runNode(script: string, ...args: readonly string[]): string {
  // The working directory must be the root: bundled modules get their ids from paths relative to it.
  const child = spawnSync(process.execPath, [join(root, script), ...args], {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (child.status === 0) return child.stdout;
  process.stderr.write(child.stdout ?? '');
  throw new Error(`${script} ${args.join(' ')}: ${child.error?.message ?? `exit code ${child.status}`}`);
}

/** Bundles one entry into dist/<entry> and returns the paths of all modules that are in the bundle. */
function bundle(entry: string, scratch: string): string[] {
  const statsFile = join(scratch, `${entry}.json`);
  const outDir = join('dist', entry);
  // Without the cache, so that a build never depends on an earlier one. Minified because it more than halves
  // the entry; ncc leaves the chunks of dynamic imports as they are, and neither changes the start-up time.
  const printed = runNode(
    'node_modules/@vercel/ncc/dist/ncc/cli.js',
    ...['build', join('lib', `${entry}.js`), '--out', outDir],
    ...['--minify', '--no-cache', '--quiet', '--stats-out', statsFile],
  );
  // ncc goes on with the unminified code when its minifier fails, and says so in passing.
  if (printed.includes('while minifying')) throw new Error(`dist/${entry}: ${printed.trim()}`);

  const code = readFileSync(join(root, outDir, 'index.js'), 'utf8');
  chmodSync(join(root, outDir, 'index.js'), code.startsWith('#!') ? 0o755 : 0o644);

  const stats = JSON.parse(readFileSync(statsFile, 'utf8')) as { modules: readonly StatsModule[] };
  // A module in no chunk was looked at and left out. Concatenated modules hang below the one that took them in.
  return stats.modules.filter((module) => module.chunks?.length).flatMap(pathsOf);
}

function pathsOf(module: StatsModule): string[] {
  // For an import that it cannot resolve, ncc bundles a stand-in which throws when it is loaded.
  const missing = /@@notfound\.js\?(.*)$/.exec(module.name ?? '')?.[1];
  if (missing !== undefined) throw new Error(`'${missing}' is imported but cannot be found`);
  const own = module.nameForCondition ? [module.nameForCondition.replaceAll('\\', '/')] : [];
  return [...own, ...(module.modules ?? []).flatMap(pathsOf)];
}

/** The directories of the packages that the modules belong to, each once. */
function packageDirs(modulePaths: readonly string[]): string[] {
  const dirs = new Set<string>();
  for (const path of modulePaths) {
    const dir = /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0];
    if (dir) dirs.add(dir);
  }
  return [...dirs];
}

/** Name, version and licence text of one package; throws when it has no licence at all. */
function licenceOf(dir: string): { name: string; version: string; text: string } {
  const { name, version, license } = JSON.parse(readFileSync(join(dir, 'package.json'), 'utf8')) as Manifest;
  const files = readdirSync(dir)
    .filter((file) => /^(licen[cs]e|copying|notice)([.-].*)?$/i.test(file))
    .sort();
  const texts = files.map((file) => readFileSync(join(dir, file), 'utf8').replaceAll('\r\n', '\n').trim());
  if (texts.some(Boolean)) return { name, version, text: texts.filter(Boolean).join('\n\n') };
  if (typeof license !== 'string' || license === '' || license === 'UNLICENSED') {
    throw new Error(`${name} ${version} is bundled but has no licence: no file, none in its package.json`);
  }
  const text = `This package ships no licence file. Its package.json states the licence: ${license}`;
  return { name, version, text };
}

function renderLicences(entry: string, modulePaths: readonly string[]): string {
  const sections = packageDirs(modulePaths)
    .map(licenceOf)
    .map(({ name, version, text }) => `${name} ${version}\n\n${text}\n`)
    .sort((a, b) => (a < b ? -1 : 1));
  const head =
    sections.length === 0
      ? `dist/${entry} contains no code of other packages.\n`
      : `dist/${entry} contains code of these packages.\n`;
  // The same package and version can be installed in two places: one section is enough.
  return [head, ...new Set(sections)].join(rule);
}

const scratch = mkdtempSync(join(tmpdir(), 'hf-eval-build-'));
try {
  for (const dir of ['lib', ...entries.map((entry) => join('dist', entry))]) {
    rmSync(join(root, dir), { recursive: true, force: true });
  }
  process.stdout.write(runNode('node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json'));
  for (const entry of entries) {
    const modulePaths = bundle(entry, scratch);
    writeFileSync(join(root, 'dist', entry, 'licenses.txt'), renderLicences(entry, modulePaths));
    console.log(`dist/${entry}: ${packageDirs(modulePaths).length} packages`);
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
