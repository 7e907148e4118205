/**
 * Datasets that have moved: those that the Hub kept under a name alone until 2024 went to their owners, others from one
 * owner to another. Old addresses lead to the new ones, so both name one dataset, and cards have either.
 */
const RENAMED: Readonly<Record<string, string>> = {
  ag_news: 'fancyzhx/ag_news',
  ai2_arc: 'allenai/ai2_arc',
  anli: 'facebook/anli',
  banking77: 'polyai/banking77',
  boolq: 'google/boolq',
  cifar10: 'uoft-cs/cifar10',
  cifar100: 'uoft-cs/cifar100',
  cnn_dailymail: 'abisee/cnn_dailymail',
  commonsense_qa: 'tau/commonsense_qa',
  conll2003: 'eriktks/conll2003',
  coqa: 'stanfordnlp/coqa',
  drop: 'ucinlp/drop',
  emotion: 'dair-ai/emotion',
  glue: 'nyu-mll/glue',
  gsm8k: 'openai/gsm8k',
  hellaswag: 'rowan/hellaswag',
  hendrycks_test: 'cais/mmlu',
  imdb: 'stanfordnlp/imdb',
  'imagenet-1k': 'ilsvrc/imagenet-1k',
  lambada: 'cimec/lambada',
  'lmms-lab/ai2d': 'lmms-lab-encoder/ai2d',
  'lmms-lab/docvqa': 'lmms-lab-encoder/docvqa',
  'lmms-lab/mmbench': 'lmms-lab-encoder/mmbench',
  'lmms-lab/mme': 'lmms-lab-encoder/mme',
  'lmms-lab/video-mme': 'lmms-eval/video-mme',
  librispeech_asr: 'openslr/librispeech_asr',
  mbpp: 'google-research-datasets/mbpp',
  natural_questions: 'google-research-datasets/natural_questions',
  nq_open: 'google-research-datasets/nq_open',
  openai_humaneval: 'openai/openai_humaneval',
  openbookqa: 'allenai/openbookqa',
  piqa: 'ybisk/piqa',
  pubmed_qa: 'qiaojin/pubmedqa',
  race: 'ehovy/race',
  rotten_tomatoes: 'cornell-movie-review-data/rotten_tomatoes',
  sciq: 'allenai/sciq',
  social_i_qa: 'allenai/social_i_qa',
  squad: 'rajpurkar/squad',
  squad_v2: 'rajpurkar/squad_v2',
  sst2: 'stanfordnlp/sst2',
  super_glue: 'aps/super_glue',
  trivia_qa: 'mandarjoshi/trivia_qa',
  truthful_qa: 'truthfulqa/truthful_qa',
  'thudm/longbench': 'zai-org/longbench',
  'thudm/longbench-v2': 'zai-org/longbench-v2',
  tweet_eval: 'cardiffnlp/tweet_eval',
  wikitext: 'salesforce/wikitext',
  winogrande: 'allenai/winogrande',
  wmt14: 'wmt/wmt14',
  wmt16: 'wmt/wmt16',
  xnli: 'facebook/xnli',
  xsum: 'edinburghnlp/xsum',
};

/** The type under which scores without a dataset are filed: it says nothing, so their dataset is told by its name alone. */
export const NO_DATASET = 'benchmark';

/** What a dataset's id is compared by: letters of either case are the same to the Hub, and so are old names and new. */
export function datasetKey(id: string): string {
  const key = id.trim().toLowerCase();
  return Object.hasOwn(RENAMED, key) ? (RENAMED[key] ?? key) : key;
}
