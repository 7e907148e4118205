import { isBuiltin } from 'node:module';
import { lineAt, localTarget, type SourceFile } from './source.ts';

/** A rule of the house: what it demands, and a function that names each place which breaks it. */
export type Rule = {
  readonly name: string;
  readonly violations: (files: readonly SourceFile[]) => string[];
};

const PURE = ['card', 'scores', 'formats', 'frameworks', 'evaluation', 'gate', 'report', 'exports'];
const NETWORK = ['hub', 'github', 'artificial-analysis', 'mlflow', 'runner'];
const ENTRIES = ['main', 'post', 'cli'];
const HEAVY = /^(?:octokit|@octokit\/.*|@huggingface\/hub|undici|@actions\/.*)(?:\/.*)?$/;
const MAX_LINES = 300;

/** The room of a file: its folder directly below src, or its own name when it lies in src itself. */
function roomOf(path: string): string {
  return path.split('/')[0]?.replace(/\.ts$/, '') ?? '';
}

/** A rule on what the files of some rooms import. `judge` says what is wrong with an import, if anything is. */
function importRule(
  name: string,
  rooms: readonly string[],
  judge: (target: { local: string | undefined; from: string | undefined; room: string }) => string | false,
): Rule {
  return {
    name,
    violations: (files) =>
      files
        .filter((file) => rooms.includes(roomOf(file.path)))
        .flatMap((file) =>
          file.imports.flatMap(({ from, line }) => {
            const path = localTarget(file.path, from);
            const local = path === undefined ? undefined : roomOf(path);
            const wrong = judge({ local, from, room: roomOf(file.path) });
            return wrong === false ? [] : [`${file.path}:${line}: ${wrong}`];
          }),
        ),
  };
}

/** A rule on what the code of some files says; comments and strings do not count. */
function wordRule(name: string, rooms: readonly string[] | 'all', words: readonly RegExp[]): Rule {
  return {
    name,
    violations: (files) =>
      files
        .filter((file) => rooms === 'all' || rooms.includes(roomOf(file.path)))
        .flatMap((file) =>
          words.flatMap((word) =>
            [...file.code.matchAll(new RegExp(word, 'g'))].map(
              (match) => `${file.path}:${lineAt(file.code, match.index)}: ${match[0].trim()}`,
            ),
          ),
        ),
  };
}

/** Files that a chain of static imports leads to, each with the chain; type-only imports are erased, so they do not count. */
function staticReach(files: readonly SourceFile[], entry: string): Map<string, readonly string[]> {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const chains = new Map<string, readonly string[]>([[entry, [entry]]]);
  for (const [path, chain] of chains) {
    for (const { from, kind } of byPath.get(path)?.imports ?? []) {
      if (kind !== 'static' || from === undefined) continue;
      const target = localTarget(path, from) ?? from;
      if (!chains.has(target)) chains.set(target, [...chain, target]);
    }
  }
  return chains;
}

/** Each import cycle once. Type-only imports count, since they tie files together as well; `import()` does not. */
function findCycles(files: readonly SourceFile[]): string[] {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const done = new Set<string>();
  const cycles: string[] = [];
  const visit = (path: string, chain: readonly string[]): void => {
    const start = chain.indexOf(path);
    if (start >= 0) cycles.push([...chain.slice(start), path].join(' → '));
    if (start >= 0 || done.has(path)) return;
    for (const { from, kind } of byPath.get(path)?.imports ?? []) {
      const target = kind === 'dynamic' ? undefined : localTarget(path, from);
      if (target !== undefined) visit(target, [...chain, path]);
    }
    done.add(path);
  };
  for (const file of files) visit(file.path, []);
  return cycles;
}

/** Every rule of the house that can be read off the sources. */
export const RULES: readonly Rule[] = [
  importRule(
    'pure rooms import no other rooms than pure ones',
    PURE,
    ({ local }) =>
      local !== undefined && ['flows', ...NETWORK, 'http', ...ENTRIES].includes(local) && `imports ${local}`,
  ),
  importRule(
    'pure rooms import no module of Node',
    PURE,
    ({ from }) => from !== undefined && isBuiltin(from) && `imports ${from}`,
  ),
  importRule(
    'pure rooms import no network client',
    PURE,
    ({ from }) => from !== undefined && HEAVY.test(from) && `imports ${from}`,
  ),
  wordRule('pure rooms know no environment, clock, chance or network', PURE, [
    /(?<![\w$.])(?:process|globalThis|setTimeout|setInterval|setImmediate)(?![\w$])/,
    /(?<![\w$])(?:Date\.now|Math\.random|performance\.now)(?![\w$])/,
    /(?<![\w$.])new\s+Date(?:\s*\(\s*\)|(?!\s*[\w$(]))/,
    /(?<![\w$.])(?:fetch|(?<!new\s+)Date)\s*\(/,
  ]),
  importRule(
    'network rooms import only scores, http, data, errors and their own room',
    NETWORK,
    ({ local, room }) =>
      local !== undefined && !['scores', 'http', 'data', 'errors', room].includes(local) && `imports ${local}`,
  ),
  importRule(
    'http imports only errors',
    ['http'],
    ({ local }) => local !== undefined && !['errors', 'http'].includes(local) && `imports ${local}`,
  ),
  wordRule('flows print nothing', ['flows'], [/(?<![\w$.])console\s*\./, /(?<![\w$])process\s*\.\s*(?:stdout|stderr)/]),
  wordRule('no default exports', 'all', [/(?<![\w$.])export\s+default(?![\w$])/, /\bas\s+default\s*[,}](?!\s*from)/]),
  wordRule('no enums', 'all', [/(?<![\w$.])enum\s+[\w$]+\s*\{/]),
  {
    name: 'every import() names its module, so that the bundler can follow it',
    violations: (files) =>
      files.flatMap((file) =>
        file.imports
          .filter(({ from }) => from === undefined || from.includes('${'))
          .map(({ line }) => `${file.path}:${line}: computed import()`),
      ),
  },
  { name: 'no import cycles', violations: findCycles },
  {
    name: `no file has more than ${MAX_LINES} lines`,
    violations: (files) =>
      files
        .map((file) => ({ path: file.path, lines: file.text.replace(/\n$/, '').split('\n').length }))
        .filter(({ lines }) => lines > MAX_LINES)
        .map(({ path, lines }) => `${path}: ${lines} lines`),
  },
  {
    name: 'main and cli start without the network clients and without parse5',
    violations: (files) =>
      ['main.ts', 'cli.ts'].flatMap((entry) =>
        [...staticReach(files, entry)]
          .filter(([target]) => HEAVY.test(target) || /^parse5(?:\/|$)/.test(target))
          .map(([, chain]) => chain.join(' → ')),
      ),
  },
];
