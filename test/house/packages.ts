import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join } from 'node:path';

type Manifest = Readonly<
  Partial<
    Record<'dependencies' | 'optionalDependencies' | 'peerDependencies', Readonly<Record<string, string>>>
  >
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
    for (const next of Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies }))
      add(next, dir);
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

/** For each package, the traces that only it leaves: none that another package or our own code leaves as well. */
export function traces(packages: ReadonlyMap<string, string>, ownCode: string): Map<string, string[]> {
  const searches = new Map([...packages].map(([name, text]) => [name, searchIn(text)]));
  const isOurs = searchIn(ownCode);
  return new Map(
    [...packages].map(([name, text]) => {
      const all = new Set(
        TRACES.flatMap((trace) => [...text.matchAll(trace)].map((match) => match[1] ?? '')),
      );
      const others = [...searches].filter(([other]) => other !== name).map(([, search]) => search);
      return [name, [...all].filter((trace) => !isOurs(trace) && !others.some((isIn) => isIn(trace)))];
    }),
  );
}

/** The packages whose code is in a bundle, told by the traces they leave there. */
export function packagesIn(bundle: string, traced: ReadonlyMap<string, readonly string[]>): string[] {
  const isIn = searchIn(bundle);
  return [...traced]
    .filter(([, own]) => {
      // A few of many may be chance. A package that is in the bundle leaves most, except a very small one.
      const found = own.filter(isIn).length;
      return found >= 3 && found >= own.length * 0.03;
    })
    .map(([name]) => name);
}

/** Words are looked up whole, anything else as a part of the text. */
function searchIn(text: string): (trace: string) => boolean {
  const words = new Set(text.match(/[\w$]+/g));
  return (trace) => (/^[\w$]+$/.test(trace) ? words.has(trace) : text.includes(trace));
}
