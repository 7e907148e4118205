// Writes action.yml, the tables of README.md and those of docs/evaluate.md from src/; with --check it only compares.
import { readFileSync, writeFileSync } from 'node:fs';
import { withEvaluationTables } from './evaluation-reference.ts';
import { actionYaml, withTables } from './reference.ts';

const root = new URL('../', import.meta.url);
const read = (name: string): string => readFileSync(new URL(name, root), 'utf8');
const wanted = {
  'action.yml': actionYaml(),
  'README.md': withTables(read('README.md')),
  'docs/evaluate.md': withEvaluationTables(read('docs/evaluate.md')),
};

for (const [name, text] of Object.entries(wanted)) {
  const path = new URL(name, root);
  if (process.argv.includes('--check')) {
    if (readFileSync(path, 'utf8') === text) continue;
    console.error(`${name} does not agree with src/: run npm run docs`);
    process.exitCode = 1;
  } else writeFileSync(path, text);
}
