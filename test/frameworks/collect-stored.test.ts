import { describe, expect, it } from 'vitest';
import { type CollectOptions, collectScores } from '../../src/frameworks/collect.ts';
import type { Collection } from '../../src/frameworks/collection.ts';
import { readFiles } from '../../src/frameworks/read-all.ts';
import { REGISTRY } from '../../src/scores/benchmarks.ts';
import { HAS_STORED, openStored } from './stored.ts';

type Changes = Partial<Omit<CollectOptions, 'target'>> & { readonly revision?: string };

/** Collects the stored files of a framework below a folder, of one model. */
async function collectStored(
  framework: string,
  below: string,
  repoId: string,
  { revision = 'main', ...changes }: Changes = {},
): Promise<Collection> {
  const { files } = await openStored(framework);
  const read = await readFiles(files.filter(({ path }) => path.startsWith(below)));
  expect(read.length).toBeGreaterThan(0);
  return collectScores(read, {
    target: { repoId, revision, models: new Map() },
    registry: REGISTRY,
    taskType: 'text-generation',
    given: {},
    metrics: 'primary',
    allowPartial: false,
    allowUnknown: false,
    ...changes,
  });
}

type Row = readonly [
  benchmark: string,
  metric: string,
  value: number,
  stderr: number | undefined,
  samples: number | undefined,
];

function rowsOf({ scores }: Collection): Row[] {
  return scores.map(({ benchmark, dataset, provenance, value, stderr, samples }) => [
    benchmark?.id ?? `(${dataset.name})`,
    provenance.kind === 'result-file' ? provenance.metric : '',
    value,
    stderr,
    samples,
  ]);
}

const SMOL = 'HuggingFaceTB/SmolLM2-1.7B-Instruct';
const STEPS = 'HuggingFaceTB/SmolLM2-135M-intermediate-checkpoints';
const CHECKPOINT = 'synthetic/hf-revision-step-125000';
const JOBS = 'synthetic/20260203_101112-a1b2c3d4e5f60718';

// Made by reading the files with Python, and by hand.
describe.skipIf(!HAS_STORED)('stored files become exactly these scores', () => {
  it('seventeen benchmarks of lm-eval, one of them with 57 parts', async () => {
    const name = 'mmlu-57-arc-hellaswag-winogrande-llama-3.2-1b.json';
    const collection = await collectStored('lm-eval', name, 'meta-llama/Llama-3.2-1B');
    expect(rowsOf(collection).sort(([a], [b]) => (a < b ? -1 : 1))).toEqual([
      ['(mnli_mismatch)', 'acc,none', 0.3548616761594793, 0.004825664475618286, 9832],
      ['ARC-Challenge', 'acc_norm,none', 0.3643344709897611, 0.014063260279882415, 1172],
      ['ARC-Easy', 'acc_norm,none', 0.6060606060606061, 0.010026305355981816, 2376],
      ['GLUE CoLA', 'mcc,none', -0.01855931618405107, 0.03188593560189863, 1043],
      ['GLUE MNLI', 'acc,none', 0.358634742740703, 0.004841231698343376, 9815],
      ['GLUE MRPC', 'f1,none', 0.6091954022988506, 0.025219232263976953, 408],
      ['GLUE QNLI', 'acc,none', 0.5216913783635365, 0.006759041087025029, 5463],
      ['GLUE QQP', 'f1,none', 0.35475357920432804, 0.0035186782161145125, 40430],
      ['GLUE RTE', 'acc,none', 0.555956678700361, 0.029907396333795987, 277],
      ['GLUE SST-2', 'acc,none', 0.6605504587155964, 0.016044697548103542, 872],
      ['GLUE WNLI', 'acc,none', 0.4788732394366197, 0.05970805879899504, 71],
      ['HellaSwag', 'acc_norm,none', 0.6378211511651065, 0.004796478664403826, 10042],
      ['LAMBADA', 'acc,none', 0.621773724044246, 0.006756224989789184, 5153],
      ['MMLU', 'acc,none', 0.3673978065802592, 0.004005861705365989, 14042],
      ['PIQA', 'acc_norm,none', 0.7421109902067464, 0.010206956662056253, 1838],
      ['SciQ', 'acc_norm,none', 0.887, 0.010016552866696844, 1000],
      ['WinoGrande', 'acc,none', 0.6022099447513812, 0.013755743513749032, 1267],
    ]);
    expect(collection.groups.map(({ parts }) => parts.length)).toEqual([57]);
    expect(new Set(collection.scores.map(({ date }) => date))).toEqual(new Set(['2025-03-02']));
    expect(collection.scores[0]?.remarks).toContain('rev 4e20de3');
  });

  it('a variant of GSM8K, with the filter that counts', async () => {
    const name = 'gsm8k-two-filters-chat-template-llama-3-8b-instruct.json';
    const collection = await collectStored('lm-eval', name, 'meta-llama/Meta-Llama-3-8B-Instruct');
    expect(rowsOf(collection)).toEqual([
      ['GSM8K', 'exact_match,strict-match', 0.7725549658832449, 0.01154636331254809, 1319],
    ]);
    expect(collection.scores).toMatchObject([{ notes: '5-shot, CoT, Llama prompt', shots: 5, date: '2024-08-25' }]);
  });

  it('a mean over GLUE is none', async () => {
    const name = 'glue-group-winogrande-piqa-mamba2-1.3b.json';
    const collection = await collectStored('lm-eval', name, 'state-spaces/mamba2-1.3b');
    expect(collection.files[0]?.refused).toContainEqual({
      what: 'glue',
      reason: 'A mean over several benchmarks is the score of none.',
    });
    expect(
      rowsOf(collection)
        .map(([benchmark]) => benchmark)
        .sort(),
    ).toEqual([
      '(mnli_mismatch)',
      ...['ARC-Challenge', 'ARC-Easy', 'GLUE CoLA', 'GLUE MNLI', 'GLUE MRPC', 'GLUE QNLI', 'GLUE QQP', 'GLUE RTE'],
      ...['GLUE SST-2', 'GLUE WNLI', 'HellaSwag', 'LAMBADA', 'PIQA', 'SciQ', 'WinoGrande'],
    ]);
  });

  it('a checkpoint, for its own revision alone', async () => {
    const at = await collectStored('lm-eval', CHECKPOINT, STEPS, { revision: 'step-125000' });
    expect(rowsOf(at)).toEqual([
      ['HellaSwag', 'acc_norm,none', 0.3690499900418243, 0.004815613144385068, 10042],
      ['ARC-Challenge', 'acc_norm,none', 0.4061433447098976, 0.014351656690097877, 1172],
    ]);
    const main = await collectStored('lm-eval', CHECKPOINT, STEPS);
    expect([rowsOf(main), main.files.map(({ reason }) => reason)]).toEqual([
      [],
      [expect.stringContaining('--revision step-125000')],
    ]);
  });

  it('ten samples each, only where that is allowed', async () => {
    const none = await collectStored('lm-eval', 'synthetic/limit-10', STEPS);
    expect(rowsOf(none)).toEqual([]);
    const taken = await collectStored('lm-eval', 'synthetic/limit-10', STEPS, { allowPartial: true });
    expect(rowsOf(taken)).toEqual([
      ['(HellaSwag)', 'acc_norm,none', 0.5, 0.16666666666666666, 10],
      ['(ARC-Challenge)', 'acc_norm,none', 0.4, 0.1632993161855452, 10],
    ]);
  });

  it("a server's name is no model, unless the user says so", async () => {
    const none = await collectStored('lm-eval', 'synthetic/local-completions', STEPS);
    expect([rowsOf(none), none.files[0]?.reason]).toEqual([[], expect.stringContaining('--model-map smollm2=')]);
  });

  it('MMLU of lighteval without an error of its mean, and no mean over all', async () => {
    const collection = await collectStored('lighteval', 'synthetic/v0.13-mmlu-57-arc-gsm8k', SMOL);
    expect(rowsOf(collection).sort(([a], [b]) => (a < b ? -1 : 1))).toEqual([
      ['ARC-Challenge', 'acc', 0.4189419795221843, 0.014418106953639022, undefined],
      ['GSM8K', 'extractive_match', 0.4048521607278241, 0.01352081766687044, undefined],
      ['MMLU', 'em', 0.445242159477772, undefined, undefined],
    ]);
    expect(collection.groups.map(({ parts }) => parts.length)).toEqual([57]);
  });

  it('two numbers of shots side by side', async () => {
    const collection = await collectStored('lighteval', 'synthetic/v0.13-two-fewshots', SMOL);
    expect(collection.scores.map(({ shots, value, dataset, date }) => [shots, value, dataset.args, date])).toEqual([
      [5, 0.4473085670962851, { num_few_shot: 5 }, '2026-02-03'],
      [0, 0.31842304776345715, { num_few_shot: 0 }, '2026-02-03'],
    ]);
  });

  it('GSM8K of inspect-ai at a step', async () => {
    const name = 'synthetic/2026-05-01T10-00-00-00-00_gsm8k_step-125000.json';
    const at = await collectStored('inspect-ai', name, STEPS, { revision: 'step-125000' });
    expect(rowsOf(at)).toEqual([['GSM8K', 'match/accuracy', 0.03411675511751327, 0.005000212600773331, 1319]]);
    expect(rowsOf(await collectStored('inspect-ai', name, STEPS))).toEqual([]);
  });

  it.each(['error', 'invalidated', 'started'])('nothing of a log of inspect-ai that is %s', async (how) => {
    const name = `synthetic/2026-05-01T10-00-00-00-00_gsm8k_${how}.json`;
    const { files } = await openStored('inspect-ai');
    const [read] = await readFiles(files.filter(({ path }) => path === name));
    const repoId = read?.run?.model?.name ?? '';
    const collection = await collectStored('inspect-ai', name, repoId, { allowPartial: true, allowUnknown: true });
    expect([rowsOf(collection), collection.files.map(({ reason }) => reason)]).toEqual([
      [],
      [expect.stringMatching(/^The run failed: /)],
    ]);
  });

  it('the numbers of NeMo Skills in percent, those of simple-evals as fractions', async () => {
    const skills = await collectStored('nemo-evaluator', `${JOBS}/nemo_skills.ns_gpqa`, SMOL, { metrics: 'all' });
    expect(skills.scores.map(({ value, unit }) => [value, unit])).toEqual([
      [31.818181818181817, 'percent'],
      [2.272727272727273, 'percent'],
      [41.91919191919192, 'percent'],
      [1.0101010101010102, 'percent'],
    ]);
    const primary = await collectStored('nemo-evaluator', `${JOBS}/nemo_skills.ns_gpqa`, SMOL);
    expect([rowsOf(primary), primary.files.flatMap(({ refused }) => refused.map(({ reason }) => reason))]).toEqual([
      [],
      ['None is known to be the one that counts: choose with --metrics, by these names or all.'],
    ]);
    const simple = await collectStored('nemo-evaluator', `${JOBS}/simple_evals.gpqa_diamond`, SMOL);
    expect(rowsOf(simple)).toEqual([['GPQA Diamond', 'score.micro', 0.30303030303030304, 0.0327, undefined]]);
    expect(simple.scores[0]?.unit).toBe('fraction');
  });

  it('nothing of a job of NeMo Evaluator that was interrupted', async () => {
    const failed = await collectStored('nemo-evaluator', `${JOBS}/simple_evals.mgsm-failed`, SMOL);
    expect(rowsOf(failed)).toEqual([]);
    expect(failed.files.filter(({ reason }) => reason?.startsWith('The run failed: '))).toHaveLength(1);
  });

  it('HumanEval and MBPP of bigcode, by the first answer', async () => {
    const collection = await collectStored('bigcode', '', 'HuggingFaceTB/SmolLM2-1.7B');
    expect(rowsOf(collection)).toEqual([
      ['HumanEval', 'pass@1', 0.22378048780487805, undefined, undefined],
      ['MBPP', 'pass@1', 0.318, undefined, undefined],
    ]);
  });
});
