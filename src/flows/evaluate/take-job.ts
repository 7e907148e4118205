import type { JobChoice } from '../../collect-config.ts';
import type { Config } from '../../config.ts';
import { UserError } from '../../errors.ts';
import type { Flavor } from '../../evaluation/hardware/flavor.ts';
import { type About, aboutOfJob } from '../../evaluation/home/sidecar.ts';
import { labelValue, readLabels } from '../../evaluation/job/labels.ts';
import { costOf } from '../../evaluation/money/estimate.ts';
import { BACKENDS, FRAMEWORKS } from '../../evaluation/request.ts';
import { known } from '../../frameworks/facts.ts';
import { hasEnded, type Job, readJob } from '../../hub/jobs.ts';
import type { Hub } from '../../hub/request.ts';
import { openHub } from '../load-card.ts';
import { type Begun, jobDetails } from './begin-job.ts';
import { BUCKET, type Home } from './bring-home.ts';
import { type Finishing, finishJob } from './finish-job.ts';
import { type Bill, billOf } from './follow.ts';
import { checkAccount } from './open.ts';
import type { EvaluationPorts } from './ports.ts';
import { flavorsOf } from './prepare.ts';

/** What has become of a job that was left alone. */
export type Taken =
  | { readonly status: 'running'; readonly namespace: string; readonly job: Job }
  | {
      readonly status: 'evaluated';
      readonly namespace: string;
      readonly job: Job;
      readonly home: Home;
      readonly asked: About;
      /** What it has cost, whoever started it. */
      readonly bill: Bill;
    };

/**
 * Takes the results of a job that an earlier run left alone, when it has ended or after waiting for that. Stopping this run
 * leaves the job as it is.
 *
 * @throws UserError `no-results` for a job of somebody else; `other-model` for one of another repo; what finishing throws.
 */
export async function takeJob(config: Config, choice: JobChoice, ports: EvaluationPorts): Promise<Taken> {
  const { request } = await openHub(config, ports, 0);
  const { revision: _, maxBytes: __, ...hub } = request;
  const namespace = choice.namespace ?? (await checkAccount(hub, 'The jobs of an account'));
  const job = await readJob(hub, namespace, choice.id);
  const begun = ownJob(job, config.repoId);
  ports.show.say(`${job.url} is ${job.stage.toLowerCase()}`);
  if (!choice.wait && !hasEnded(job)) return { status: 'running', namespace, job };
  const asked = askedOf(begun);
  const price = await priceOf(hub, job, ports.show.say);
  const { timeoutSeconds = 0 } = job;
  const done = await finishJob(
    hub,
    {
      begun,
      bucket: { id: `${namespace}/${BUCKET}` },
      bounds: { timeoutSeconds, usd: costOf(timeoutSeconds, price), microUsdPerMinute: price.microUsdPerMinute },
      runs: runsOf(asked),
      ...(config.collect?.outputDir === undefined ? {} : { outputDir: config.collect.outputDir }),
    },
    ports,
  );
  return { status: 'evaluated', namespace, ...done, asked, bill: billOf(done.job, price, ports.now()) };
}

/** A job that this program started, for this repo where one is named. */
function ownJob(job: Job, repoId: string | undefined): Begun {
  const labels = readLabels(job.labels);
  if (labels === undefined) {
    throw new UserError('no-results', `${job.url} was not started by hf-eval, so where its results are is not known.`, {
      hint: 'Download them, and give them with --results.',
      details: jobDetails(job),
    });
  }
  if (repoId !== undefined && labels.repoId !== labelValue(repoId)) {
    throw new UserError('other-model', `${job.url} evaluates ${labels.repoId}, not ${repoId}.`, {
      hint: 'Name the repo that it evaluates with --repo-id; labels of jobs have -- in place of the slash.',
      details: jobDetails(job),
    });
  }
  return { job, labels, by: 'found' };
}

/** What the job was asked for; nothing where that is about another repo than it is labelled with. */
function askedOf({ job, labels }: Begun): About {
  const about = aboutOfJob(job.environment);
  return labelValue(about.model ?? '') === labels.repoId ? about : {};
}

function runsOf({ framework, backend }: About): Finishing['runs'] {
  return known({
    framework: FRAMEWORKS.find((one) => one === framework),
    backend: BACKENDS.find((one) => one === backend),
  });
}

/** The price of a job's hardware; nothing where nobody knows that any more. */
async function priceOf(
  hub: Hub,
  { flavor }: Job,
  say: (line: string) => void,
): Promise<Pick<Flavor, 'microUsdPerMinute'>> {
  const known = (await flavorsOf(hub, say)).find(({ name }) => name === flavor);
  return known ?? { microUsdPerMinute: 0 };
}
