import { asInputs } from './as-inputs.ts';
import { mergeExtracted } from './flows/extract.ts';
import { show } from './flows/show.ts';
import { validate } from './flows/validate.ts';
import { type Door, setOutputs, showPreview } from './modes.ts';
import { mergeJson, renderMerge } from './report/changes.ts';
import { summarizeMerge } from './report/changes-summary.ts';
import { extractionJson } from './report/json.ts';
import {
  annotateFindings,
  renderShown,
  renderValidation,
  shownJson,
  summarizeShown,
  summarizeValidation,
  validationJson,
} from './report/model-files.ts';
import { printableJson } from './report/plain-text.ts';
import { summarizePreview } from './report/summary.ts';
import { plainStyle, renderScores } from './report/text.ts';
import { fileInCheckout } from './runner/checkout.ts';

/** Mode `show`: whether all files could be read. */
export async function showModel({ config, ports, runner }: Door): Promise<boolean> {
  const shown = await show(config, ports);
  runner.group('Scores', renderShown(shown, plainStyle));
  runner.appendSummary(summarizeShown(shown));
  setOutputs(runner, { results: printableJson(shownJson(shown), 0), status: shown.status, changed: 'false' });
  return shown.problems.length === 0;
}

/** Mode `validate`: whether there are no errors. */
export async function validateModel({ config, ports, runner, env }: Door): Promise<boolean> {
  const validation = await validate(config, ports);
  runner.group('Findings', renderValidation(validation, plainStyle));
  for (const annotation of annotateFindings(validation, pathInCheckout(config.card, env))) runner.annotate(annotation);
  runner.appendSummary(summarizeValidation(validation));
  const { status } = validation;
  setOutputs(runner, { results: printableJson(validationJson(validation), 0), status, changed: 'false' });
  return status === 'valid';
}

/** Mode `preview`, where it is to show what becomes of files. */
export async function previewMerge(door: Door): Promise<void> {
  const { config, ports, runner } = door;
  const merged = await mergeExtracted(config, ports);
  runner.group(
    'Scores',
    renderMerge(merged, { scores: renderScores(merged.origin, plainStyle), diff: true, words: asInputs }, plainStyle),
  );
  showPreview(door, merged.origin);
  runner.appendSummary(summarizeMerge(merged, summarizePreview(merged.origin)));
  const json = { ...extractionJson(merged.origin, config.repoId), ...mergeJson(merged) };
  setOutputs(runner, { results: printableJson(json, 0), status: merged.origin.status, changed: 'false' });
}

/** Findings name files as they can be opened from here; without a local card they are paths of the Hub, in no checkout. */
function pathInCheckout(card: string | undefined, env: NodeJS.ProcessEnv): (file: string) => string | undefined {
  return (file) => (card === undefined ? undefined : fileInCheckout(file, env));
}
