import { readdirSync, readFileSync } from 'node:fs';
import { load } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { withEvaluationTables } from '../../scripts/evaluation-reference.ts';
import { actionYaml, withTables } from '../../scripts/reference.ts';
import type { Option } from '../../src/option.ts';
import { OPTIONS } from '../../src/options.ts';
import { OUTPUTS } from '../../src/outputs.ts';
import { OLDEST_NODE, VERSION } from '../../src/version.ts';

const root = new URL('../../', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8');

describe('what is written down agrees with the code', () => {
  it('action.yml, as npm run docs writes it', () => {
    expect(read('action.yml')).toBe(actionYaml());
  });

  it('the tables of the README', () => {
    expect(read('README.md')).toBe(withTables(read('README.md')));
  });

  it('the tables of docs/evaluate.md: costs, backends, causes', () => {
    const page = read('docs/evaluate.md');
    expect(page).toBe(withEvaluationTables(page));
    for (const name of ['costs', 'backends', 'causes']) expect(page).toContain(`<!-- ${name}: generated -->\n\n|`);
  });

  it('the folders of src, in CONTRIBUTING.md', () => {
    const entries = readdirSync(new URL('src', root), { withFileTypes: true });
    const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => `\`src/${name}/\``);
    const rows = read('CONTRIBUTING.md')
      .split('\n')
      .filter((line) => line.startsWith('| `src/'));
    const named = rows.flatMap((row) => row.split(' | ')[0]?.match(/`src\/[a-z]+\/`/g) ?? []);
    expect(named.sort()).toEqual(folders.sort());
  });

  it('the pages of docs, in the README and in the package', () => {
    const more = read('README.md').split('## More\n')[1] ?? '';
    for (const page of readdirSync(new URL('docs', root))) expect(more).toContain(`(docs/${page})`);
    expect((JSON.parse(read('package.json')) as { files: string[] }).files).toContain('docs');
  });

  it('the version', () => {
    expect((JSON.parse(read('package.json')) as { version: string }).version).toBe(VERSION);
  });

  it('the oldest Node.js', () => {
    const { engines } = JSON.parse(read('package.json')) as { engines: { node: string } };
    expect(engines.node).toBe(`>=${OLDEST_NODE}`);
    expect(read('README.md')).toContain(`Node.js ${OLDEST_NODE} or newer`);
  });
});

it('action.yml is what the runner expects', () => {
  const action = load(read('action.yml')) as {
    runs: Record<string, string>;
    branding: Record<string, string>;
    inputs: Record<string, { required: boolean; default?: string }>;
    outputs: Record<string, unknown>;
  };
  expect(action.runs).toEqual({ using: 'node24', main: 'dist/main/index.js', post: 'dist/post/index.js' });
  expect(action.branding).toEqual({ icon: 'check-circle', color: 'yellow' });
  const inputs = (OPTIONS as readonly Option[]).filter((option) => option.where.includes('action'));
  expect(Object.keys(action.inputs)).toEqual(inputs.map((option) => option.name));
  for (const option of inputs) expect(action.inputs[option.name]?.default).toBe(option.default);
  expect(Object.keys(action.outputs)).toEqual(OUTPUTS.map((output) => output.name));
});

it.each(OUTPUTS.map(({ name }) => name))('the Action sets the output %s', (name) => {
  const modes = [
    'main',
    'modes',
    'model-modes',
    'publishing-modes',
    'evaluating-modes',
    'outputs',
    'report/published',
  ].map((file) => read(`src/${file}.ts`));
  const calls = modes
    .flatMap((code) => code.match(/setOutputs?\([\s\S]*?\);|return \{[\s\S]*?\n {2}\};/g) ?? [])
    .join('\n');
  expect(calls).toMatch(new RegExp(`(?:'${name}'[,:]|[{,]\\s*${name}\\s*[,:}])`));
});
