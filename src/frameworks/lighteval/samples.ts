import { partOf, textsIn } from '../../data.ts';
import type { ResultFile, Table } from '../../files/content.ts';
import { known, textOf } from '../facts.ts';
import type { Sample } from '../run.ts';
import { stampOf } from '../stamp.ts';
import { detailsKind } from './details.ts';
import { readPythonRepr } from './python-repr.ts';

type Row = Readonly<Record<string, unknown>>;

/**
 * The scored samples in a file of details. What a metric over all samples at once takes of each, which may be a list, is
 * left out.
 */
export async function* readSamples({ path, content }: ResultFile): AsyncIterable<Sample> {
  if (content.kind !== 'table') return;
  const kind = detailsKind(content);
  if (kind === 'new') yield* readNew(content);
  if (kind === 'old') yield* readOld(content, path);
}

/** Since 0.11: the id of a sample is its place in the data. */
async function* readNew(table: Table): AsyncIterable<Sample> {
  for await (const row of table.rows(['doc', 'metric', 'model_response'])) {
    const doc = partOf(row.doc);
    const response = partOf(row.model_response);
    const task = textOf(doc.task_name);
    const id = textOf(doc.id);
    if (task === undefined || id === undefined) continue;
    const processed = textsIn(response.text_post_processed);
    const texts = known({
      question: textOf(doc.query),
      target: goldOf(doc),
      answer: onlyOne(processed.length > 0 ? processed : textsIn(response.text)),
    });
    for (const [metric, value] of scoresIn(row.metric)) yield { task, metric, id, value, ...texts };
  }
}

/** Up to 0.10: the name of the file alone tells the task, and nothing the id; the order was the same in every run. */
async function* readOld(table: Table, path: string): AsyncIterable<Sample> {
  const task = taskInName(path);
  const columns = ['example', 'gold', 'metrics', 'predictions'].filter((column) => table.columns.includes(column));
  const seen = new Map<string, number>();
  for await (const row of table.rows(columns)) {
    const texts = known({
      question: textOf(row.example),
      target: joined(textsIn(dataIn(row.gold))),
      answer: onlyOne(textsIn([dataIn(row.predictions)].flat(2))),
    });
    for (const [metric, value] of scoresIn(dataIn(row.metrics))) {
      const place = seen.get(metric) ?? 0;
      seen.set(metric, place + 1);
      yield { task, metric, id: String(place), value, ...texts };
    }
  }
}

/** `leaderboard|gsm8k|5` of `details_leaderboard|gsm8k|5_2024-11-02T03-04-05.060708.parquet`. */
function taskInName(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const stamp = stampOf(name)?.text;
  const end = stamp === undefined ? name.lastIndexOf('.') : name.indexOf(stamp) - 1;
  return name.slice(0, Math.max(0, end)).replace(/^details_/, '') || name;
}

/** Before 0.7, columns hold what Python prints of lists and objects. */
function dataIn(column: unknown): unknown {
  return typeof column === 'string' ? readPythonRepr(column) : column;
}

function scoresIn(metrics: unknown): [string, number][] {
  return Object.entries(partOf(metrics)).flatMap(([metric, value]): [string, number][] => {
    const isNumber = typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean';
    return isNumber && Number.isFinite(Number(value)) ? [[metric, Number(value)]] : [];
  });
}

function goldOf(doc: Row): string | undefined {
  const choices = Array.isArray(doc.choices) ? (doc.choices as readonly unknown[]) : [];
  const places = [doc.gold_index].flat().map(Number);
  return joined(textsIn(places.map((place) => choices[place])));
}

function joined(texts: readonly string[]): string | undefined {
  return texts.length === 0 ? undefined : texts.join(' | ');
}

/** Of several answers none is the one. */
function onlyOne(texts: readonly string[]): string | undefined {
  return texts.length === 1 ? texts[0] : undefined;
}
