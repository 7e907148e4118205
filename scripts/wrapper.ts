// Writes src/evaluation/wrapper/wrapper.json, which the bundle takes in, from wrapper.py beside it.
import { readFileSync, writeFileSync } from 'node:fs';

const folder = new URL('../src/evaluation/wrapper/', import.meta.url);

/** The text of wrapper.json, as wrapper.py has it. */
export function wrapperJson(): string {
  const text = readFileSync(new URL('wrapper.py', folder), 'utf8');
  return `${JSON.stringify({ text }, null, 2)}\n`;
}

if (import.meta.main) writeFileSync(new URL('wrapper.json', folder), wrapperJson());
