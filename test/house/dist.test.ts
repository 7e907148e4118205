import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { packageNameOf, packagesIn, readPackages, traces } from './packages.ts';
import { readSources } from './source.ts';

const root = join(import.meta.dirname, '../..');
const sources = readSources(join(root, 'src'));
const imported = sources.flatMap((file) => file.imports.flatMap(({ from }) => packageNameOf(from) ?? []));
const ownCode = [...readAll(join(root, 'src'), /\.(?:ts|json)$/).values()].join('\n');
const traced = traces(readPackages(root, imported), ownCode);

function readAll(dir: string, pattern: RegExp): Map<string, string> {
  const files = existsSync(dir) ? readdirSync(dir, { recursive: true, encoding: 'utf8' }) : [];
  const wanted = files.filter((file) => pattern.test(file));
  return new Map(wanted.map((file) => [file, readFileSync(join(dir, file), 'utf8')]));
}

/** Name and licence text of each package in a licenses.txt. */
function readLicences(text: string): Map<string, string> {
  const sections = text.split(`${'='.repeat(80)}\n`).slice(1);
  return new Map(
    sections.map((section) => {
      const [head = '', ...lines] = section.split('\n');
      return [head.slice(0, head.lastIndexOf(' ')), lines.join('\n').trim()];
    }),
  );
}

/** Paths of a machine that built the bundle: of this one, or such as machines have. */
function machinePaths(text: string): string[] {
  const known = [root, join(homedir(), '/')].filter((path) => path.length > 2 && text.includes(path));
  return [...known, ...SHAPES.flatMap((shape) => text.match(shape) ?? [])];
}

const SHAPES = [
  /(?<![\w.:/-])\/(?:[\w@. -]+\/)+node_modules\//g,
  /(?<![\w.-])\/(?:home|Users|root|builds)\/[\w.-]+\//g,
  /\b[A-Z]:\\[\w\\. -]+\\(?:node_modules|lib|src)\b/g,
  /file:\/\/\/[\w.-]+\/[\w./-]+/g,
];

describe.each(['main', 'post', 'cli'])('dist/%s', (entry) => {
  const dir = join(root, 'dist', entry);
  const bundle = [...readAll(dir, /\.[cm]?js$/).values()].join('\n');
  const licences = readLicences([...readAll(dir, /^licenses\.txt$/).values()].join());

  it('is there, with its licences', () => {
    expect(readdirSync(dir)).toEqual(expect.arrayContaining(['index.js', 'licenses.txt', 'package.json']));
  });

  it('names every package whose code is in it', () => {
    const found = packagesIn(bundle, traced);
    expect(found.filter((name) => !licences.has(name))).toEqual([]);
    // What is named can be found: otherwise the search has gone blind and the line above says nothing.
    if (licences.size > 0) expect([...licences.keys()].filter((name) => found.includes(name))).not.toEqual([]);
  });

  it('gives a text for every licence', () => {
    expect([...licences].filter(([, text]) => text.length < 20)).toEqual([]);
  });

  it('holds no path of the machine that built it', () => {
    const files = [...readAll(dir, /./)].filter(([file]) => file !== 'licenses.txt' && !file.includes('.cache'));
    expect(files.flatMap(([file, text]) => machinePaths(text).map((path) => `${file}: ${path}`))).toEqual([]);
  });
});

describe('what the checks of dist look for', () => {
  it.each([
    `import("${root}/a.js")`,
    `"file:///home/runner/x/lib/main.js"`,
    `require("/home/me/x/node_modules/a/b.js")`,
    `"C:\\Users\\me\\node_modules\\a"`,
    `"/builds/me/x/lib/main.js"`,
  ])('a path of the machine: %s', (text) => {
    expect(machinePaths(text)).not.toEqual([]);
  });

  it.each([
    `import("./243.index.js")`,
    `"https://example.org/lib/a"`,
    `// src/lib/c`,
    `"./node_modules/a"`,
    '"/usr/lib/a"',
  ])('no path of the machine: %s', (text) => {
    expect(machinePaths(text)).toEqual([]);
  });

  it('traces of a package, and not of those that only resemble it', () => {
    const packages = new Map([
      ['a', "function readAlpha() {}\nclass AlphaReader {}\nx.alphaCount('shared words of both')"],
      ['b', "function readBeta() {}\nclass BetaReader {}\nx.betaCount1('shared words of both')"],
    ]);
    const own = traces(packages, 'x.alphaMissing');
    expect(packagesIn("function readAlpha(){}class AlphaReader{}x.alphaCount('shared words of both')", own)).toEqual([
      'a',
    ]);
    expect(packagesIn("x('shared words of both')", own)).toEqual([]);
  });
});
