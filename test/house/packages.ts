import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join } from 'node:path';

type Manifest = Readonly<
  Partial<Record<'dependencies' | 'optionalDependencies' | 'peerDependencies', Readonly<Record<string, string>>>>
>;

/** The name of the package that an import leads to; undefined for a file of our own or a module of Node. */
export function packageNameOf(from: string | undefined): string | undefined {
  if (from === undefined || from.startsWith('.') || isBuiltin(from)) return undefined;
  return /^(?:@[^/]+\/)?[^/]+/.exec(from)?.[0];
}

/** The code of each package, by name, that an import of one of `names` can bring into a bundle. */
export function readPackages(root: string, names: readonly string[]): Map<string, string> {
  const texts = new Map<string, string>();
  const seen = new Set<string>();
  const add = (name: string, from: string): void => {
    const dir = findPackage(name, from);
    if (dir === undefined || seen.has(dir)) return;
    seen.add(dir);
    // Two versions of a package share a name, and what is said of one holds for the other.
    texts.set(name, `${texts.get(name) ?? ''}\n${readCode(dir)}`);
    const manifest = JSON.parse(readFileSync(join(dir, 'package.json'), 'utf8')) as Manifest;
    const { dependencies, optionalDependencies, peerDependencies } = manifest;
    for (const next of Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies })) add(next, dir);
  };
  for (const name of names) add(name, root);
  return texts;
}

/** Looks for a package as Node does: in the node_modules of the directory, then of each above it. */
function findPackage(name: string, from: string): string | undefined {
  const dir = join(from, 'node_modules', name);
  if (existsSync(join(dir, 'package.json'))) return dir;
  return dirname(from) === from ? undefined : findPackage(name, dirname(from));
}

function readCode(dir: string): string {
  return readdirSync(dir, { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => /\.[cm]?js$/.test(file) && !/(?:^|\/)(?:node_modules|bin|browser|test)\//.test(file))
    .map((file) => readFileSync(join(dir, file), 'utf8'))
    .join('\n');
}

/** What the minifier leaves as it is: names of functions, classes and properties, strings, regular expressions. */
const TRACES = [
  /\b(?:function\*?|class)\s+([\w$]{6,})/g,
  /\.([A-Za-z_]\w{7,})/g,
  /'([^'\\\n]{12,80})'/g,
  /"([^"\\\n]{12,80})"/g,
  /[(=,:|]\s*\/((?:[^\\/\n*]|\\.){12,})\//g,
];

const WORDS = /[\w$]+/g;

/** For each package, the traces that only it leaves: none that another package or our own code leaves as well. */
export function traces(packages: ReadonlyMap<string, string>, ownCode: string): Map<string, string[]> {
  const all = new Map(
    [...packages].map(([name, text]) => {
      const left = TRACES.flatMap((trace) => [...text.matchAll(trace)].map((match) => match[1] ?? ''));
      return [name, new Set(left)];
    }),
  );
  // Any word of a package counts against the others, so that a name is not taken for a trace of who uses it most.
  const owners = new Map<string, number>();
  for (const [name, text] of packages) {
    for (const trace of new Set([...(all.get(name) ?? []), ...(text.match(WORDS) ?? [])])) {
      owners.set(trace, (owners.get(trace) ?? 0) + 1);
    }
  }
  const isOurs = searchIn(ownCode);
  return new Map(
    [...all].map(([name, left]) => [name, [...left].filter((trace) => owners.get(trace) === 1 && !isOurs(trace))]),
  );
}

/** The packages whose code is in a bundle, told by the traces they leave there. */
export function packagesIn(bundle: string, traced: ReadonlyMap<string, readonly string[]>): string[] {
  const isIn = searchIn(bundle);
  return [...traced]
    .filter(([, own]) => {
      // A few of many are chance, such as a common word that the bundler or our data use as well.
      const found = own.filter(isIn).length;
      return found > 0 && found >= own.length * 0.05;
    })
    .map(([name]) => name);
}

/** Words are looked up whole, anything else as a part of the text. */
function searchIn(text: string): (trace: string) => boolean {
  const words = new Set(text.match(WORDS));
  return (trace) => (/^[\w$]+$/.test(trace) ? words.has(trace) : text.includes(trace));
}
