import { join } from 'node:path';
import type { Checks } from './checks.ts';
import { runOnce } from './process.ts';
import type { Kept, Told } from './told.ts';

const PROGRAM = join(import.meta.dirname, '../../dist/cli/index.js');

/** What `collect --format json` prints of a file. */
type Printed = {
  readonly path: string;
  readonly verdict?: string;
  readonly scores: readonly {
    readonly benchmark: string;
    readonly metric: string;
    readonly value: number;
    readonly taken?: boolean;
  }[];
};

/**
 * Has the built program collect each run of a folder by itself, and compares that with what the framework says: scores of
 * whole runs only, each value as it is.
 */
export async function checkCollect(kept: Kept, checks: Checks): Promise<void> {
  for (const told of kept.runs) {
    const file = join(kept.folder, told.file);
    const { code, output } = await runOnce(
      process.execPath,
      [PROGRAM, 'collect', '--results', file, '--metrics', 'all', '--format', 'json', ...mapOf(told, file)],
      { seconds: 60 },
    );
    const isFull = told.verdict === 'full';
    checks.equal(`${told.name}: collected ${isFull ? 'with scores' : 'without any'}`, code, isFull ? 0 : 1);
    const printed = filesOf(output).find(({ path }) => path === file);
    checks.equal(`${told.name}: listed as ${told.verdict}`, printed?.verdict, told.verdict);
    const values = new Map(told.numbers.map(({ task, metric, value }) => [`${task} ${metric}`, value]));
    const read = (printed?.scores ?? []).map(
      ({ benchmark, metric, value }) => [`${benchmark} ${metric}`, value] as const,
    );
    checks.equal(`${told.name}: all ${values.size} numbers are listed`, new Map(read), values);
    const taken = (printed?.scores ?? []).filter((score) => score.taken);
    if (isFull)
      checks.tell(`${told.name}: ${taken.length} of them became scores`, taken.length > 0 ? undefined : 'none did');
  }
}

/** Mock models have names that are no repos. */
function mapOf({ model: { model } }: Told, file: string): string[] {
  const name = model?.name ?? file;
  return /^[\w.-]+\/[\w.-]+$/.test(name) ? [] : ['--model-map', `${name}=harbor-labs/Kestrel-Tiny`];
}

function filesOf(output: string): readonly Printed[] {
  const data = JSON.parse(output) as { files?: readonly Printed[]; error?: { files?: readonly Printed[] } };
  return data.files ?? data.error?.files ?? [];
}
