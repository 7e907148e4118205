import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { CollectConfig, Export } from '../collect-config.ts';
import { UserError } from '../errors.ts';
import type { Collection } from '../frameworks/collection.ts';
import type { ShownCollection } from '../report/collected.ts';
import { collectionJson } from '../report/collected-json.ts';
import { printableJson } from '../report/plain-text.ts';
import { VERSION } from '../version.ts';
import type { Gated } from './gate.ts';
import type { Ports } from './load-card.ts';
import { retryOptions } from './retrying.ts';

/** What is written for other programs, and what is said of it. */
type Exported = {
  readonly collection: Collection;
  readonly shown: ShownCollection;
  readonly gated?: Gated;
  /** The report as an HTML page, where one was asked for. */
  readonly html?: string;
};

/**
 * Writes what was asked for: the report, and the scores for other programs. What fails keeps nothing else from being done,
 * and a server comes last.
 *
 * @returns What failed: `cannot-write`; `mlflow-failed` and `usage` of the MLflow server.
 */
export async function exportScores(all: Exported, collect: CollectConfig, ports: Ports): Promise<readonly UserError[]> {
  const { report, exports } = collect;
  const { html } = all;
  const steps = [
    ...(report === undefined || html === undefined ? [] : [() => writeText(report, html)]),
    ...exports.filter(({ format }) => format !== 'mlflow').map((one) => () => writeExport(one, all, collect)),
    () => toMlflow(all, collect, ports),
  ];
  const failures: UserError[] = [];
  for (const step of steps) {
    try {
      await step();
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      failures.push(error);
    }
  }
  return failures;
}

async function writeExport(one: Export, all: Exported, collect: CollectConfig): Promise<void> {
  for (const { path, text } of await textsFor(one, all, collect)) await writeText(path, text);
}

async function textsFor(
  { format, to }: Export,
  { collection, shown, gated }: Exported,
  collect: CollectConfig,
): Promise<readonly { readonly path: string; readonly text: string }[]> {
  if (format === 'json') return [{ path: to, text: jsonText(shown) }];
  if (format === 'csv') return [{ path: to, text: (await import('../exports/csv.ts')).exportCsv(collection) }];
  if (format === 'junit') {
    const { exportJunit } = await import('../exports/junit.ts');
    return [{ path: to, text: exportJunit(collection, gated?.comparison, collect.gate?.failOn) }];
  }
  const { exportEee } = await import('../exports/eee.ts');
  const files = exportEee(collection, {
    retrieved: Math.floor(Date.now() / 1000),
    by: `hf-eval ${VERSION}`,
    digest: (text) => createHash('sha256').update(text).digest('hex'),
  });
  return files.map(({ path, record }) => ({ path: join(to, path), text: `${JSON.stringify(record, null, 2)}\n` }));
}

function jsonText(shown: ShownCollection): string {
  return `${printableJson(collectionJson(shown))}\n`;
}

async function toMlflow({ collection, shown, html }: Exported, { mlflow }: CollectConfig, ports: Ports): Promise<void> {
  if (mlflow === undefined) return;
  const [{ logToMlflow, mayRepeat }, { retryingFetch }] = await Promise.all([
    import('../mlflow/log.ts'),
    import('../http/retrying-fetch.ts'),
  ]);
  const runs = await logToMlflow(collection, {
    ...mlflow,
    fetch: retryingFetch(ports.fetch, { ...retryOptions(ports), mayRepeat }),
    userAgent: ports.userAgent,
    version: VERSION,
    artifacts: [
      { name: 'hf-eval.json', text: jsonText(shown) },
      ...(html === undefined ? [] : [{ name: 'report.html', text: html }]),
    ],
  });
  for (const { url, status, notes } of runs) {
    ports.say(`MLflow: run ${status}, ${url}`);
    for (const note of notes) ports.say(`MLflow: ${note}`);
  }
}

async function writeText(path: string, text: string): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new UserError('cannot-write', `${path} cannot be written: ${why}`, {
      hint: 'Give another path. Nothing was written to the model repo.',
      cause: error,
    });
  }
}
