import { UserError } from '../errors.ts';
import type { Score } from '../scores/score.ts';
import { type Artifact, uploadArtifacts } from './artifacts.ts';
import { describeRun, type RunDescription } from './describe.ts';
import { openExperiment } from './experiment.ts';
import { findOrCreateRun, finishRun, logScores } from './runs.ts';
import { type MlflowAddress, type Server, serverAt } from './server.ts';

export { mayRepeat } from './call.ts';

/** The scores of a model; a collection of result files is one. */
export type Scored = {
  readonly repoId?: string;
  readonly modelName: string;
  /** Of scores that do not say which revision of the model they are of. */
  readonly revision: string;
  readonly scores: readonly Score[];
};

export type MlflowOptions = MlflowAddress & {
  /** The experiment's name; it is made where there is none. */
  readonly experiment: string;
  /** Of this program. */
  readonly version: string;
  readonly artifacts?: readonly Artifact[];
  /** Milliseconds since 1970. */
  readonly now?: () => number;
};

/** A run that holds the scores of one revision. */
export type LoggedRun = {
  readonly runId: string;
  /** Its page. */
  readonly url: string;
  readonly revision: string;
  /** `created`; `completed`, it was there half-written; `up-to-date`, it was there. */
  readonly status: 'created' | 'completed' | 'up-to-date';
  /** What could not be done, for people. */
  readonly notes: readonly string[];
};

/**
 * Logs scores to MLflow (REST API 2.0), a run for each revision of the model: scores and standard errors as metrics, what
 * they are of as tags, what all have in common as params. The same scores are never a second run: what an earlier attempt
 * left is found by its digest and completed.
 *
 * @throws UserError `usage` for an address, a login or a name that cannot be; `MLFLOW_FAILED` for what the server does
 *   not do. Nothing of what was written by then is lost or in the way of another attempt.
 */
export async function logToMlflow(scored: Scored, options: MlflowOptions): Promise<readonly LoggedRun[]> {
  const server = serverAt(options);
  const repo = scored.repoId ?? scored.modelName;
  if (repo === '') {
    throw new UserError('usage', 'MLflow runs are of one model, and the files are of several, or name none.', {
      hint: 'Name the model with --repo-id ORG/NAME.',
    });
  }
  const byRevision = Map.groupBy(scored.scores, ({ model }) => model.revision ?? scored.revision);
  if (byRevision.size === 0) return [];
  const experimentId = await openExperiment(server, options.experiment);
  const logged: LoggedRun[] = [];
  for (const [revision, scores] of byRevision) {
    const described = describeRun({ repo, revision }, scores, options.version);
    logged.push(await logRun(server, experimentId, described, options));
  }
  return logged;
}

async function logRun(
  server: Server,
  experimentId: string,
  described: RunDescription,
  { artifacts = [], now = Date.now }: MlflowOptions,
): Promise<LoggedRun> {
  const { run, isNew } = await findOrCreateRun(server, experimentId, described, now);
  const isWhole = run.status === 'FINISHED';
  await logScores(server, experimentId, run, described);
  const problem = await uploadArtifacts(server, run, artifacts);
  await finishRun(server, run, now());
  return {
    runId: run.id,
    url: `${server.base}/#/experiments/${experimentId}/runs/${run.id}`,
    revision: described.revision,
    status: isNew ? 'created' : isWhole ? 'up-to-date' : 'completed',
    notes: problem === undefined ? [] : [problem],
  };
}
