import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';

/** One import or re-export of a file. `from` is undefined for an `import()` of something computed. */
export type Import = {
  readonly from: string | undefined;
  /** `type` is erased at run time; `dynamic` is `import()`. */
  readonly kind: 'static' | 'type' | 'dynamic';
  readonly line: number;
};

/** A file of src. `path` is relative to src; `code` is the text with comments and the insides of strings blanked. */
export type SourceFile = {
  readonly path: string;
  readonly text: string;
  readonly code: string;
  readonly imports: readonly Import[];
};

/** Reads every TypeScript file below a directory. */
export function readSources(dir: string): SourceFile[] {
  return readdirSync(dir, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .sort()
    .map((path) => parseSource(path.replaceAll('\\', '/'), readFileSync(join(dir, path), 'utf8')));
}

/** Parses one file; `path` is relative to src. */
export function parseSource(path: string, text: string): SourceFile {
  const code = blank(text);
  return { path, text, code, imports: readImports(text, code) };
}

/** The path, relative to src, that a relative import of a file leads to; undefined for a package or a builtin. */
export function localTarget(file: string, from: string | undefined): string | undefined {
  return from?.startsWith('.') ? posix.normalize(posix.join(posix.dirname(file), from)) : undefined;
}

/** The line, counted from 1, of an offset. */
export function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}

const STATEMENT = /(?<![\w$.])(?:import|export)\s+(type\s+)?(?!type\s)[\w$*{},\s'"]*?\bfrom\s*(['"])/g;
const BARE = /(?<![\w$.])import\s*(['"])/g;
const CALL = /(?<![\w$.])import\s*\(\s*(['"`]?)/g;

function readImports(text: string, code: string): Import[] {
  // The blanked code says where the string is, the text says what is in it.
  const stringAt = (quoteOffset: number): string => {
    const quote = text[quoteOffset] ?? '';
    return text.slice(quoteOffset + 1, text.indexOf(quote, quoteOffset + 1));
  };
  const imports: Import[] = [];
  for (const match of code.matchAll(STATEMENT)) {
    const from = stringAt(match.index + match[0].length - 1);
    imports.push({ from, kind: match[1] ? 'type' : 'static', line: lineAt(text, match.index) });
  }
  for (const match of code.matchAll(BARE)) {
    const from = stringAt(match.index + match[0].length - 1);
    imports.push({ from, kind: 'static', line: lineAt(text, match.index) });
  }
  for (const match of code.matchAll(CALL)) {
    const from = match[1] ? stringAt(match.index + match[0].length - 1) : undefined;
    imports.push({ from, kind: 'dynamic', line: lineAt(text, match.index) });
  }
  return imports;
}

/** After these, a slash starts a regular expression; after anything else it divides. */
const BEFORE_REGEX = /(?:^|[([{,;:=!&|?+\-*%<>~^}]|=>|\b(?:return|typeof|case|in|of|do|else|void|await|yield))\s*$/;
const REGEX = /\/(?:[^\\/[\n]|\\.|\[(?:[^\\\]\n]|\\.)*\])+\/[a-z]*/y;
const PLAIN = /\/\/[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^'\\\n]|\\[\s\S])*'|"(?:[^"\\\n]|\\[\s\S])*"/y;

/** Replaces comments and the insides of strings, templates and regular expressions by spaces, line by line. */
function blank(text: string): string {
  let out = '';
  let at = 0;
  // For each template that is open, how many braces are open inside its current `${}`.
  const templates: number[] = [];
  const spaces = (from: number, to: number): string => text.slice(from, to).replace(/[^\n]/g, ' ');

  const skipTemplateText = (): void => {
    const start = at;
    while (at < text.length && text[at] !== '`' && !text.startsWith('${', at)) at += text[at] === '\\' ? 2 : 1;
    out += spaces(start, at);
    if (text[at] === '`') out += text[at++];
    else {
      templates.push(0);
      out += text.slice(at, at + 2);
      at += 2;
    }
  };

  while (at < text.length) {
    const char = text[at] as string;
    PLAIN.lastIndex = at;
    const plain = PLAIN.exec(text)?.[0];
    REGEX.lastIndex = at;
    const regex =
      plain === undefined && char === '/' && BEFORE_REGEX.test(out.slice(-200)) ? REGEX.exec(text)?.[0] : undefined;
    const token = plain ?? regex;
    if (token !== undefined) {
      const quoted = token.startsWith("'") || token.startsWith('"') ? 1 : 0;
      out +=
        token.slice(0, quoted) + spaces(at + quoted, at + token.length - quoted) + token.slice(token.length - quoted);
      at += token.length;
      continue;
    }
    out += char;
    at += 1;
    const depth = templates.at(-1);
    if (char === '`') skipTemplateText();
    else if (char === '{' && depth !== undefined) templates[templates.length - 1] = depth + 1;
    else if (char === '}' && depth === 0) {
      templates.pop();
      skipTemplateText();
    } else if (char === '}' && depth !== undefined) templates[templates.length - 1] = depth - 1;
  }
  return out;
}
