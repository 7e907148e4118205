import { describe, expect, it } from 'vitest';
import type { Content, ResultFile } from '../../../src/files/content.ts';
import { openContent } from '../../../src/files/open.ts';
import { bytesSource } from '../../../src/files/source.ts';
import { readFiles } from '../../../src/frameworks/read-all.ts';
import { filesIn, HAS_PYTHON, makeFolder, runWrapper } from './run-wrapper.ts';

const STAMP = '2026-03-04T05-06-07.089123';
const MODEL = 'wren/wren-2b';
/** With a provider, as models behind an API are called: then it is in the name of the folder, too. */
const PROVIDED = `${MODEL}:cerebras`;

/** Writes what lighteval does. */
function programOf(model: string): string {
  const results = JSON.stringify({
    config_general: { max_samples: null, model_name: model, model_config: { model_name: model, revision: 'main' } },
    results: { 'gpqa:diamond|0': { acc: 0.25, acc_stderr: 0.05 } },
    config_tasks: { 'gpqa:diamond|0': { hf_repo: 'Idavidrein/gpqa', original_num_docs: -1 } },
  });
  return `
import os
for path, text in (("results/${model}/results_${STAMP}.json", ${JSON.stringify(results)}),
                   ("details/${model}/${STAMP}/details_gpqa:diamond|0_${STAMP}.parquet", "PAR1")):
    os.makedirs(os.path.dirname("out/" + path), exist_ok=True)
    open("out/" + path, "w").write(text)
`;
}

/** Two samples, as lighteval's details have them since 0.11. */
function details(): Content {
  const rows = [0, 1].map((at) => ({
    doc: { task_name: 'gpqa:diamond|0', id: `${at}` },
    metric: { acc: at },
    model_response: {},
  }));
  return {
    kind: 'table',
    columns: ['doc', 'metric', 'model_response'],
    rowCount: rows.length,
    async *rows() {
      yield* rows;
    },
  };
}

async function openAll(files: ReadonlyMap<string, Uint8Array>): Promise<ResultFile[]> {
  const opened = [...files].map(async ([path, bytes]) => ({
    path,
    content: path.endsWith('.parquet') ? details() : await openContent(bytesSource(bytes), path),
  }));
  return Promise.all(opened);
}

describe.skipIf(!HAS_PYTHON)('details of lighteval, whose names hold : and |', () => {
  it.each([MODEL, PROVIDED])('belong to the results of %s by the names that lighteval gave', async (model) => {
    const { collected } = await runWrapper({ plan: { argv: ['python', '-c', programOf(model)] } });
    if ('reason' in collected) throw new Error(collected.reason);
    const read = await readFiles(await openAll(collected.files));
    expect(read.find(({ role }) => role === 'samples')?.path).toBe(
      `output/details/${model}/${STAMP}/details_gpqa:diamond|0_${STAMP}.parquet`,
    );
    expect(read.flatMap(({ run }) => run?.measurements ?? [])).toMatchObject([{ task: 'gpqa:diamond|0', samples: 2 }]);
  });

  it('belong to the results under the names that they were given, too', async () => {
    const out = makeFolder();
    await runWrapper({ plan: { argv: ['python', '-c', programOf(MODEL)] }, out });
    const read = await readFiles(await openAll(filesIn(out)));
    expect(read.find(({ role }) => role === 'samples')?.path).toMatch(/details_gpqa%3Adiamond%7C0_/);
    expect(read.flatMap(({ run }) => run?.measurements ?? [])).toMatchObject([{ task: 'gpqa:diamond|0', samples: 2 }]);
  });
});
