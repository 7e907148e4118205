import { describe, expect, it } from 'vitest';
import { gfm, judgeOnly } from './read-card-text.ts';

describe('evaluations', () => {
  it.each([
    [
      'benchmarks as rows',
      gfm(['Benchmark', 'Kestrel 7B', 'Heron 13B'], ['MMLU', '61.2', '66.0'], ['GSM8K', '52.1', '60.3']),
      'benchmarks-as-rows',
    ],
    [
      'unknown benchmarks as rows, unknown models as columns',
      gfm(['Benchmark', 'Ours', 'Theirs'], ['Maple set', '61.2', '66.0'], ['Oak set', '52.1', '60.3']),
      'benchmarks-as-rows',
    ],
    [
      'models as rows',
      gfm(['Model', 'MMLU', 'GSM8K'], ['Kestrel 7B', '61.2', '52.1'], ['Heron 13B', '66.0', '60.3']),
      'models-as-rows',
    ],
    [
      'models as rows, benchmarks in no list, percent',
      gfm(['System', 'Maple', 'Oak'], ['Kestrel', '61.2%', '52.1%'], ['Heron', '66.0%', '60.3%']),
      'models-as-rows',
    ],
    [
      'a top-left "Model" over rows of benchmarks',
      gfm(
        ['Model', 'Llama 3 8B', 'Qwen 2 7B'],
        ['MMLU', '61.2', '66.0'],
        ['GSM8K', '52.1', '60.3'],
        ['HumanEval', '33.5', '40.9'],
      ),
      'benchmarks-as-rows',
    ],
    [
      'metric and value',
      gfm(['Metric', 'Value'], ['ARC (25-shot)', '62.03'], ['HellaSwag (10-shot)', '84.36']),
      'single-model',
    ],
    [
      'output of an evaluation harness',
      gfm(
        ['Tasks', 'Version', 'Filter', 'n-shot', 'Metric', '', 'Value', '', 'Stderr'],
        ['arc_easy', '1', 'none', '0', 'acc', '↑', '0.80', '±', '0.01'],
      ),
      'single-model',
    ],
    [
      'metrics by split',
      gfm(['metric', 'dev', 'test'], ['f1', '95.1', '91.3'], ['precision', '95.0', '90.7']),
      'single-model',
    ],
    [
      'metrics by language',
      gfm(['Language', 'WER', 'CER'], ['French', '9.1', '3.3'], ['Dutch', '7.0', '2.7']),
      'single-model',
    ],
    ['one row without a label', gfm(['Task', 'MNLI', 'QQP', 'RTE'], ['', '90.2', '92.2', '86.6']), 'single-model'],
    ['one row and no labels at all', gfm(['"clean" WER', '"other" WER'], ['1.9', '3.9']), 'single-model'],
    [
      'Chinese headers',
      gfm(['模型', 'C-Eval', 'CMMLU'], ['Kestrel', '61.2', '66.0'], ['Heron', '52.1', '60.3']),
      'models-as-rows',
    ],
    [
      'a row per model size',
      gfm(['', '', 'TruthfulQA'], ['Kestrel', '7B', '33.2'], ['Kestrel', '13B', '41.8']),
      'models-as-rows',
    ],
    [
      'parts of benchmarks with their average',
      gfm(
        ['Benchmark', 'Letters', 'Sciences', 'Average'],
        ['MMLU', '61.2', '66.0', '63.6'],
        ['CMMLU', '52', '60', '56'],
      ),
      'single-model',
    ],
    [
      'metrics by programming language',
      gfm(['', 'HumanEval', 'Java', 'Rust'], ['pass@1', '0.42', '0.31', '0.24'], ['pass@10', '0.57', '0.45', '0.41']),
      'single-model',
    ],
    [
      'models whose names end like a metric',
      gfm(['Models', 'Score', 'Chat', 'Safety'], ['InternLM2-7B-Reward', '86.6', '98.6', '88.3']),
      'models-as-rows',
    ],
    [
      'a type beside the model',
      gfm(['Model type', 'Model', 'MMLU'], ['Generalists', 'Kestrel', '61.2'], ['Specialists', 'Heron', '66.0']),
      'models-as-rows',
    ],
    [
      'whole percentages under a heading that says so',
      `## Downstream tasks\n\n${gfm(['Model', 'Maple', 'Oak'], ['Kestrel', '81', '87'], ['Heron', '77', '85'])}`,
      'models-as-rows',
    ],
    [
      'a report by class on its side',
      gfm(
        ['', 'ADM', 'BER', 'STM'],
        ['precision', '0.98', '0.56', '0.70'],
        ['recall', '0.49', '0.29', '0.75'],
        ['F1-score', '0.66', '0.35', '0.72'],
        ['support', '775', '54', '181'],
      ),
      'single-model',
    ],
    [
      'models with what was measured in brackets',
      gfm(['Model', 'Maple-647', 'Oak-857'], ['Kestrel-Base (Word Accuracy)', '93.4', '95.2']),
      'models-as-rows',
    ],
    [
      'scores of languages with flags, beside their sizes',
      gfm(['Language subgroup', 'Subgroup size', 'AUC %'], ['🇮🇹 it', '8494', '89.18'], ['🇫🇷 fr', '10920', '89.61']),
      'single-model',
    ],
    [
      'the last evaluation of a training run',
      gfm(['epoch', 'step', 'eval_accuracy', 'eval_f1', 'eval_loss'], ['0.8', '1200', '0.913', '0.911', '0.241']),
      'single-model',
    ],
    [
      'three scores in each cell',
      `## Evaluation\n\n${gfm(['F1 - P - R', 'Kestrel-Base', 'BERT'], ['Maple', '90.0 - 88.9 - 91.1', '87.4 - 86.5 - 88.4'])}`,
      'benchmarks-as-rows',
    ],
    [
      'pairs of languages',
      gfm(['Monolingual task', 'Pearson', 'Spearman'], ['en;en', '0.868', '0.874'], ['zh-CN;zh-CN', '0.826', '0.828']),
      'single-model',
    ],
    [
      'one family known among models in columns, and rows in no list',
      `## Results\n\n${gfm(
        ['', 'mBERT', 'Maple', 'Oak', 'Elm'],
        ['span', '78.5', '79.3', '51.3', '81.8'],
        ['tree', '90.2', '90.4', '80.7', '91.4'],
      )}`,
      'benchmarks-as-rows',
    ],
    [
      'model names as links',
      gfm(['name', 'box AP'], ['[DETR](u)', '42.0'], ['[DETR-DC5](u)', '43.3']),
      'models-as-rows',
    ],
  ])('%s', async (_, text, orientation) => {
    expect(await judgeOnly(text)).toMatchObject({ kind: 'evaluation', orientation });
  });

  it('whose scores may be those of another model belong to no model for certain', async () => {
    const text = `By comparison on the same data, Heron was giving:\n\n${gfm(['entity', 'precision', 'recall', 'f1'], ['PER', '0.91', '0.82', '0.86'], ['ORG', '0.76', '0.64', '0.69'])}`;
    expect(await judgeOnly(text)).toMatchObject({ kind: 'evaluation', orientation: null });
  });

  it('whose rows mix tasks and models belong to no model for certain', async () => {
    const text = gfm(['Task', 'Results'], ['MNLI large', '91.3'], ['MNLI base', '88.8'], ['QQP large', '92.3']);
    expect(await judgeOnly(text)).toMatchObject({ kind: 'evaluation', orientation: null });
  });
});

describe('no evaluations', () => {
  it.each([
    ['hyper-parameters', gfm(['Hyperparameter', 'Value'], ['Layers', '32'], ['Learning rate', '0.0003'])],
    ['hyper-parameters of a model', gfm(['Hyperparameter', 'Kestrel 7B'], ['Batch size', '128'], ['Epochs', '3'])],
    [
      'a training log',
      gfm(['Training Loss', 'Epoch', 'Step', 'Validation Loss', 'Accuracy'], ['0.44', '1.0', '230', '0.45', '0.79']),
    ],
    [
      'a training log without accuracy',
      gfm(['Epoch', 'Step', 'Training Loss'], ['1.0', '230', '0.45'], ['2.0', '460', '0.31']),
    ],
    ['dataset sizes', gfm(['Dataset', 'Train', 'Test'], ['Alpha', '14,987', '3,684'], ['Beta', '9,004', '2,100'])],
    ['label counts', gfm(['Split', 'LOC', 'PER'], ['train', '7140', '6600'], ['test', '1668', '1617'])],
    ['model sizes', gfm(['Model', 'Params', 'Layers', 'Hidden size'], ['Kestrel 7B', '6.7', '32', '4096'])],
    [
      'model sizes under names that no list knows',
      gfm(['Model', 'Params', 'Hidden size', 'Mixers'], ['Kestrel', '4B', '1536', '24'], ['Heron', '1B', '768', '12']),
    ],
    ['hardware', gfm(['', 'Time (GPU hours)', 'Power (W)'], ['Kestrel 7B', '184320', '400'])],
    ['speed', gfm(['Framework', 'Device', 'Throughput (tokens/s)'], ['A', 'B', '71.8'], ['C', 'D', '94.5'])],
    ['memory', `### GPU Mem in GB\n\n${gfm(['Precision', 'Kestrel-13B'], ['bf16', '25.91'], ['8bits', '13.57'])}`],
    ['links', gfm(['Model', 'Kestrel 7B', 'Heron 13B'], ['PyTorch', '[link](u)', '[link](u)'])],
    ['prose', gfm(['Intended use', 'Description'], ['Primary', 'Research'], ['Out of scope', 'Medical'])],
    [
      'quantized files',
      gfm(
        ['Name', 'Quant method', 'Bits', 'Size', 'Max RAM required', 'Use case'],
        ['k.Q2.gguf', 'Q2_K', '2', '2.83 GB', '5.33 GB', 'smallest'],
      ),
    ],
    ['data mixes', gfm(['Source', 'Share (%)', 'Tokens'], ['Web', '67.0', '3.3'], ['Code', '15.5', '0.7'])],
    ['only a header', gfm(['Model', 'MMLU'])],
  ])('%s', async (_, text) => {
    expect(await judgeOnly(text)).toMatchObject({ kind: 'other', orientation: null });
  });

  it('unless the user insists', async () => {
    const text = gfm(['Hyperparameter', 'Kestrel 7B'], ['Batch size', '128'], ['Epochs', '3']);
    expect(await judgeOnly(text, { force: true })).toMatchObject({ kind: 'evaluation' });
  });
});

describe('whose the scores are', () => {
  it.each([
    [
      'settings that vary by row: several runs',
      gfm(
        ['Router', 'Aux loss', 'Mixup', 'Top-1'],
        ['top-1', '✗', '✗', '80.1'],
        ['top-2', '✓', '✗', '81.0'],
        ['top-2', '✓', '✓', '81.9'],
      ),
    ],
    [
      'rows that no list knows under "Task"',
      gfm(['Task', 'CIFAR10', 'CIFAR100'], ['Kite', '88.5', '61.1'], ['Wren', '94.9', '76.8']),
    ],
    [
      'two model columns side by side',
      gfm(
        ['Model', 'Accuracy', 'Model', 'Accuracy'],
        ['Kestrel 1B', '79.3%', 'Kestrel 7B', '88.3%'],
        ['Heron 1B', '77.1%', 'Heron 7B', '86.0%'],
      ),
    ],
  ])('%s: nothing is taken for the card’s own', async (_, text) => {
    const { orientation } = await judgeOnly(text);
    expect(orientation).not.toBe('single-model');
  });

  it.each([
    [
      'a report by class',
      gfm(
        ['', 'precision', 'recall', 'f1-score', 'support'],
        ['PER', '0.93', '0.95', '0.94', '120'],
        ['LOC', '0.91', '0.90', '0.90', '88'],
      ),
      'single-model',
    ],
    [
      'metrics that no list knows',
      gfm(['Benchmark', 'DER%', 'FA%', 'Miss%'], ['AMI', '18.9', '3.6', '9.5'], ['AISHELL-4', '14.1', '5.2', '3.3']),
      'single-model',
    ],
    [
      'models with slashes and numbers',
      gfm(['Model', 'WER', 'CER'], ['org/kestrel-1b-v2', '73.1%', '18.2%'], ['org/heron-300m', '80.2%', '20.4%']),
      'models-as-rows',
    ],
    [
      'a backbone beside the model',
      gfm(
        ['Version', 'LLM', 'MMMU', 'MathVista'],
        ['LLaVA-9', 'Vicuna-7B', '35.8', '34.6'],
        ['LLaVA-8', 'Vicuna-7B', '33.0', '30.1'],
      ),
      'models-as-rows',
    ],
    [
      'a blank header above the true one',
      gfm(
        ['', '', '', ''],
        ['Task', 'Version', 'Metric', 'Value'],
        ['arc_challenge', '0', 'acc_norm', '0.5512'],
        ['hellaswag', '0', 'acc_norm', '0.7921'],
      ),
      'single-model',
    ],
    [
      'two columns without a header',
      gfm(['overall', '92.7'], ['LOC', '95.8'], ['PER', '86.2'], ['ORG', '92.5']),
      'single-model',
    ],
  ])('%s', async (_, text, orientation) => {
    expect(await judgeOnly(text)).toMatchObject({ kind: 'evaluation', orientation });
  });

  it.each([
    [
      'samples of data',
      gfm(
        ['anchor', 'positive', 'score'],
        ['A man plays', 'A man is playing', '0.9'],
        ['A dog runs', 'A dog is out', '0.7'],
      ),
    ],
    [
      'a confusion matrix',
      gfm(['true \\ predicted', 'normal', 'ill'], ['normal', '0.97', '0.03'], ['ill', '0.04', '0.96']),
    ],
    [
      'numbers of examples',
      gfm(
        ['Task (Dataset)', 'Total', 'Train', 'Test'],
        ['NER (Alpha)', '13,581', '10,628', '1,526'],
        ['POS (Beta)', '16,678', '13,123', '1,846'],
      ),
    ],
    [
      'memory, as the line above says',
      `## Quantization\n\nGPU Mem in GB:\n${gfm(['Rank', 'Kestrel-7B', 'Heron-13B'], ['full', '15.3', '27.5'])}`,
    ],
    [
      'precisions without a benchmark',
      gfm(['Precision', 'Kestrel-7B', 'Heron-13B'], ['bf16', '15.3', '27.5'], ['8bits', '8.0', '16.1']),
    ],
    [
      'speeds of models',
      gfm(['Detection', '512x512', '416x416'], ['YoloV3 FPS', '40.6', '49.4'], ['YoloV4 FPS', '33.4', '41.7']),
    ],
    [
      'memory',
      `## GPU memory\n\n${gfm(['Precision', 'Kestrel 7B', 'Kestrel 13B'], ['bf16', '14.0', '25.9'], ['int8', '8.0', '14.2'])}`,
    ],
    [
      'shares of a data mix',
      gfm(['Dataset', 'Percentage', 'Epochs'], ['Code', '31.53%', '1.2'], ['Web', '50.1%', '0.8']),
    ],
  ])('%s: no evaluation', async (_, text) => {
    expect(await judgeOnly(text)).toMatchObject({ kind: 'other' });
  });
});
