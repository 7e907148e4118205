import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { COMMANDS } from '../../src/commands.ts';
import { parseConfig, type RawOptions } from '../../src/config.ts';
import { inspect } from '../../src/flows/inspect.ts';
import type { Ports } from '../../src/flows/load-card.ts';
import { modelChoice, preview } from '../../src/flows/preview.ts';
import { annotatePreview } from '../../src/report/annotations.ts';
import { renderCommandHelp, renderHelp } from '../../src/report/help.ts';
import { extractionJson, tablesJson } from '../../src/report/json.ts';
import { printableJson } from '../../src/report/plain-text.ts';
import { summarizePreview, summarizeTables } from '../../src/report/summary.ts';
import { plainStyle, renderExtraction, renderScores, renderTables } from '../../src/report/text.ts';

const CARD = 'examples/model-card/README.md';
const RAW: RawOptions = { card: CARD, 'repo-id': 'harbor-labs/Kestrel-7B-Instruct' };
const ports: Ports = {
  fetch: () => Promise.reject(new Error('a local card needs no network')),
  userAgent: 'test',
  say: () => undefined,
  today: '2026-03-01',
};
const golden = (name: string): string => `../golden/${name}`;

it('the tables of the sample card', async () => {
  const config = parseConfig('inspect-tables', RAW, {});
  const { judgeAll, card } = await inspect(config, ports);
  await expect(renderTables(judgeAll(), card, config, modelChoice(config), plainStyle)).toMatchFileSnapshot(
    golden('inspect.txt'),
  );
  await expect(`${printableJson(tablesJson(judgeAll(), config, modelChoice(config)))}\n`).toMatchFileSnapshot(
    golden('inspect.json'),
  );
  await expect(summarizeTables(judgeAll(), card)).toMatchFileSnapshot(golden('inspect-summary.md'));
});

it.each([2, 3, 4])('the scores of table %i of the sample card', async (table) => {
  const config = parseConfig('extract-readme', { ...RAW, table: String(table) }, {});
  const result = await preview(config, ports);
  await expect(renderExtraction(result, plainStyle)).toMatchFileSnapshot(golden(`extract-${table}.txt`));
  await expect(`${printableJson(extractionJson(result, config.repoId))}\n`).toMatchFileSnapshot(
    golden(`extract-${table}.json`),
  );
  await expect(summarizePreview(result)).toMatchFileSnapshot(golden(`extract-${table}-summary.md`));
  await expect(`${printableJson(annotatePreview(result, CARD))}\n`).toMatchFileSnapshot(
    golden(`extract-${table}-annotations.json`),
  );
});

it('the scores of a table in a narrow terminal', async () => {
  const result = await preview(parseConfig('extract-readme', { ...RAW, table: '2' }, {}), ports);
  const linesFor = (width?: number) => renderScores(result, { ...plainStyle, width }).slice(1);
  expect(Math.max(...linesFor().map((line) => line.length))).toBeGreaterThan(66);
  for (const line of linesFor(66)) expect(line.length).toBeLessThanOrEqual(66);
});

it('the help texts', async () => {
  await expect(renderHelp('0.0.0')).toMatchFileSnapshot(golden('help.txt'));
  for (const command of COMMANDS)
    await expect(renderCommandHelp(command)).toMatchFileSnapshot(golden(`help-${command.name}.txt`));
});

it('every value of the sample card stands in its line', async () => {
  const lines = readFileSync(CARD, 'utf8').split('\n');
  for (const table of ['2', '3', '4']) {
    const { extraction } = await preview(parseConfig('extract-readme', { ...RAW, table }, {}), ports);
    for (const score of extraction.results) expect(lines[score.line - 1]).toContain(score.written);
  }
});
