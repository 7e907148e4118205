/**
 * Builds dist/: `rolldown` turns each entry of src into one flat CommonJS bundle, with a chunk for each dynamic import, and
 * the licences of everything that went into a bundle are written beside it.
 *
 * CommonJS and flat because start-up is what users feel: Node loads its own modules faster for `require` than for `import`,
 * and bundlers that wrap each module in a function make the engine parse all of it twice.
 */
import { chmodSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Plugin, rolldown } from 'rolldown';

type Manifest = { readonly name: string; readonly version: string; readonly license?: unknown };

const root = join(import.meta.dirname, '..');
/** Each folder of dist with the program in it; what has none is small enough to be run as it is. */
const programs = { main: 'src/main.ts', post: undefined, cli: 'src/cli.ts' } as const;
const rule = `${'='.repeat(80)}\n`;

/**
 * The Markdown parser imports a decoder of entities whose tables are unpacked when it is loaded, at a tenth of the time of
 * a whole run. Few cells have an entity: it becomes a chunk that is loaded when the first one is met. What finds web
 * addresses in plain text is set up with every parser and used by none of ours, so it is left out.
 */
const leanMarkdown: Plugin = {
  name: 'lean-markdown',
  async resolveId(id, importer) {
    if (id === 'linkify-it' && importer === MARKDOWN) return NO_LINKIFY;
    if (id === 'entities' && importer === MARKDOWN) return LAZY;
    return id === ENTITIES ? await this.resolve('entities', MARKDOWN, { skipSelf: true }) : null;
  },
  load(id) {
    if (id === NO_LINKIFY) return 'export class LinkifyIt {}';
    if (id !== LAZY) return null;
    return "export const decodeHTMLStrict = (text) => module.require('./entities.js').decodeHTMLStrict(text);";
  },
};
const MARKDOWN = fileURLToPath(import.meta.resolve('markdown-it'));
const ENTITIES = 'entities-of-markdown-it';
const LAZY = '\0lazy-entities';
const NO_LINKIFY = '\0no-linkify';

/** Bundles these inputs, name to source, into a folder and returns the paths of all modules that are in the bundle. */
async function bundle(outDir: string, input: Readonly<Record<string, string>>): Promise<string[]> {
  const build = await rolldown({
    cwd: root,
    input,
    platform: 'node',
    // What chunks share with the program stays in the program: fewer files to load.
    preserveEntrySignatures: 'allow-extension',
    external: /^node:/,
    plugins: [leanMarkdown],
    // An import that cannot be found would be left to fail on the user's machine.
    onLog(level, log) {
      throw new Error(`${outDir}: ${level}: ${log.message}`);
    },
  });
  const { output } = await build.write({
    dir: outDir,
    format: 'cjs',
    strict: true,
    minify: true,
    comments: false,
    entryFileNames: '[name].js',
    chunkFileNames: '[name].js',
  });
  await build.close();
  const chunks = output.filter((part) => part.type === 'chunk');
  return chunks.flatMap((chunk) => Object.keys(chunk.modules).map((path) => path.replaceAll('\\', '/')));
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

for (const [entry, program] of Object.entries(programs)) {
  const outDir = join(root, 'dist', entry);
  rmSync(outDir, { recursive: true, force: true });
  const modulePaths = await bundle(outDir, { index: program ? 'src/start.ts' : `src/${entry}.ts` });
  if (program) modulePaths.push(...(await bundle(outDir, { program, entities: ENTITIES })));
  if (entry === 'cli') chmodSync(join(outDir, 'index.js'), 0o755);
  writeFileSync(join(outDir, 'package.json'), '{ "type": "commonjs" }\n');
  writeFileSync(join(outDir, 'licenses.txt'), renderLicences(entry, modulePaths));
  console.log(`dist/${entry}: ${packageDirs(modulePaths).length} packages`);
}
