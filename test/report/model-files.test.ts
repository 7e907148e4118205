import { expect, it } from 'vitest';
import { parseConfig } from '../../src/config.ts';
import { show } from '../../src/flows/show.ts';
import { validate } from '../../src/flows/validate.ts';
import {
  annotateFindings,
  renderShown,
  renderValidation,
  shownJson,
  summarizeShown,
  summarizeValidation,
  validationJson,
} from '../../src/report/model-files.ts';
import { printableJson } from '../../src/report/plain-text.ts';
import { plainStyle } from '../../src/report/text.ts';

const CARD = 'test/golden/model/README.md';
const PORTS = {
  fetch: () => Promise.reject(new Error('a local card needs no network')),
  userAgent: 'test',
  say: () => undefined,
  today: '2026-03-01',
};
const golden = (name: string): string => `../golden/${name}`;

it('the scores of the sample model', async () => {
  const shown = await show(parseConfig('show', { card: CARD }, {}), PORTS);
  await expect(renderShown(shown, plainStyle)).toMatchFileSnapshot(golden('show.txt'));
  await expect(summarizeShown(shown)).toMatchFileSnapshot(golden('show-summary.md'));
  await expect(`${printableJson(shownJson(shown))}\n`).toMatchFileSnapshot(golden('show.json'));
});

it('what is wrong with them', async () => {
  const validation = await validate(parseConfig('validate', { card: CARD }, {}), PORTS);
  await expect(renderValidation(validation, plainStyle)).toMatchFileSnapshot(golden('validate.txt'));
  await expect(summarizeValidation(validation)).toMatchFileSnapshot(golden('validate-summary.md'));
  await expect(`${printableJson(validationJson(validation))}\n`).toMatchFileSnapshot(golden('validate.json'));
  await expect(`${printableJson(annotateFindings(validation, (file) => file))}\n`).toMatchFileSnapshot(
    golden('validate-annotations.json'),
  );
});
