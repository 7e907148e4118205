import { asInputs } from './as-inputs.ts';
import { publishExtracted } from './flows/extract.ts';
import { listOpenPullRequests } from './flows/pull-requests.ts';
import { type Door, setOutputs, showPreview } from './modes.ts';
import { summarizePublished } from './report/changes-summary.ts';
import { extractionJson } from './report/json.ts';
import { printableJson } from './report/plain-text.ts';
import {
  publishedJson,
  publishedOutputs,
  pullRequestsJson,
  renderPublished,
  renderPullRequests,
  summarizePullRequests,
} from './report/published.ts';
import { summarizePreview } from './report/summary.ts';
import { plainStyle, renderScores } from './report/text.ts';

/** Modes `pull-request` and `push`. */
export async function publish(door: Door): Promise<void> {
  const { config, ports, runner } = door;
  const published = await publishExtracted(config, ports);
  const { origin } = published;
  runner.group(
    'Scores',
    renderPublished(published, { scores: renderScores(origin, plainStyle), diff: true, words: asInputs }, plainStyle),
  );
  showPreview(door, origin);
  runner.appendSummary(summarizePublished(published, summarizePreview(origin)));
  const json = { ...extractionJson(origin, config.repoId), ...publishedJson(published) };
  setOutputs(runner, { results: printableJson(json, 0), ...publishedOutputs(published) });
}

/** Mode `pull-requests`. */
export async function listPullRequests({ config, ports, runner }: Door): Promise<void> {
  const { repoId, pullRequests, status } = await listOpenPullRequests(config, ports);
  runner.group('Pull requests', renderPullRequests(repoId, pullRequests, plainStyle));
  runner.appendSummary(summarizePullRequests(repoId, pullRequests));
  const json = printableJson(pullRequestsJson(repoId, pullRequests), 0);
  setOutputs(runner, {
    'open-prs': json,
    results: json,
    count: String(pullRequests.length),
    status,
    changed: 'false',
  });
}
