// Writes action.yml and the tables of README.md from src/options.ts; with --check it only compares.
import { readFileSync, writeFileSync } from 'node:fs';
import { actionYaml, withTables } from './reference.ts';

const root = new URL('../', import.meta.url);
const readme = readFileSync(new URL('README.md', root), 'utf8');
const wanted = { 'action.yml': actionYaml(), 'README.md': withTables(readme) };

for (const [name, text] of Object.entries(wanted)) {
  const path = new URL(name, root);
  if (process.argv.includes('--check')) {
    if (readFileSync(path, 'utf8') === text) continue;
    console.error(`${name} does not agree with src/options.ts: run npm run docs`);
    process.exitCode = 1;
  } else writeFileSync(path, text);
}
