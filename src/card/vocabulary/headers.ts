import { isMetricName } from './metrics.ts';
import { namesQuantity } from './quantities.ts';
import {
  endsWithPhrase,
  holdsPhrase,
  isPhrase,
  startsWithPhrase,
  type WordList,
  withoutBrackets,
  wordList,
  wordsOf,
} from './words.ts';

const MODELS = wordList(`
  model, models, llms, lms, model name, model names, name, names, model id, model variant, model version, model card, model type, model family, model checkpoint, our model, our models, pretrained model, pre trained model, student model, embedding model, embedding models, trained model, finetuned model
  system, systems, method, methods, approach, approaches, algorithm, algorithms, baseline, baselines, variant, variants, network, networks, checkpoint, checkpoints, configuration, configurations, setup, setups, setting, settings, strategy, strategies, technique, techniques, run, runs, experiment, experiments, quant, quantization, quantizations, quant method, quant type, language modeling, language modelling, reranker, retriever, vlm, vlms, mllm, agent, agents, policy, tagger, parser, pipeline
  模型, 模型名称, 模型权重, 模型名, 方法, 系统, モデル, モデル名, 手法, 모델, 모델명, modelo, modelos, modèle, modèles, modell, modelle, modello, modelli
`);
/** Parts of models: their names beside a model are no models of their own. */
const PARTS = wordList(`
  llm, lm, base llm, base lm, language model, base language model, base model, backbone, backbones, encoder, vision encoder, text encoder, image encoder, visual encoder, decoder, detector, architecture, arch, teacher, teacher model, head, vision part, language part, tokenizer, pretrain, pretrained on, pre trained on, init, initialization
`);
const BENCHMARKS = wordList(`
  benchmark, benchmarks, benchmark name, benchmark metric, benchmarks metric, benchmark metrics, eval, evals, evaluation, evaluations, evaluation benchmark, evaluation task, evaluation metric, evaluation test, evaluation dataset, eval dataset, eval task, eval metric, task, tasks, task name, dataset, datasets, data set, data sets, dataset name, test set, testset, test sets, testsets, test, tests, test data, corpus, corpora, metric, metrics, metric name, measure, measures, exam, exams, subject, subjects, task dataset, dataset task, tasks datasets, datasets tasks, leaderboard, evaluation set, eval set, benchmark dataset, environment, game
  评测集, 评测, 评测任务, 评测指标, 基准, 基准测试, 任务, 数据集, 测试集, 指标, 测试项, ベンチマーク, タスク, データセット, 指標, 評価指標, 벤치마크, 태스크, 데이터셋, 평가, tarea, tareas, tâche, tâches, aufgabe, aufgaben, conjunto de datos, jeu de données, datensatz, métrica, métricas, métrique, métriques, metrik, metriken
`);
const METRICS = wordList(
  'metric, metrics, metric name, measure, measures, evaluation metric, eval metric, 指标, 评测指标, 指標, 評価指標, métrica, métricas, métrique, métriques, metrik, metriken',
);
const GROUPS = wordList(`
  category, categories, capability, capabilities, capability dimension, ability dimension, domain, domains, group, groups, area, areas, task type, task category, task group, benchmark type, benchmark category, dataset type, type, skill, skills, ability, abilities, aspect, aspects, field, section
  类别, 类型, 能力, 领域, 维度, 分类, カテゴリ, 분야, 카테고리
`);
const FACETS = wordList(`
  language, languages, language pair, language pairs, lang, langs, locale, locales, split, splits, subset, subsets, sub set, subtask, sub task, subtasks, partition, class, classes, label, labels, entity, entities, entity type, tag, tags, direction, pair, pairs, condition, conditions, fold, folds, embedding dim, embed dim, emb dim, embedding dimension, embedding dimensions, dim, dims, dimension, dimensions, embedding size, seq length, sequence length, context length, max seq length, data split, noise, noise type, snr, accent, dialect, speaker, genre, topic, difficulty, level, corruption, corruptions, perturbation, perturbations, augmentation, augmentations
  语言, 语种, 子集, 言語, 언어, idioma, langue, sprache
`);
const VALUES = wordList(`
  value, values, score, scores, result, results, performance, perf, point, points, number, %, score %, value %, result %, our result, our score, ours
  得分, 分数, 结果, 成绩, 值, スコア, 結果, 값, 점수, 결과, valeur, valor, wert, resultado, résultat, ergebnis
`);
const SETTINGS = wordList(`
  hyperparameter, hyperparameters, hyper parameter, hyper parameters, hyperparameter name, parameter, parameters, param, params, parameter name, setting, settings, argument, arguments, args, arg, option, options, flag, flags, feature, features, field, fields, property, properties, attribute, attributes, component, components, specification, specifications, spec, specs, key, keys, item, items, aspect, aspects, factor, factors, model detail, model details, detail, details, file, files, filename, file name, file names, abbreviation, source, sources, data source, library, libraries, framework, frameworks, software, package, version, step, steps, stage, stages, phase, epoch, epochs, iteration, iterations, hardware, device, use case, license, licence, information, config, configuration
  超参数, 参数, 设置, 配置, 项目, 属性, ハイパーパラメータ, 하이퍼파라미터, parámetro, paramètre
`);

function heads(label: string, list: WordList): boolean {
  return isPhrase(wordsOf(label), list) || isPhrase(wordsOf(withoutBrackets(label)), list);
}

/** Header of the column that names models. */
export function headsModels(label: string): boolean {
  if (heads(label, MODELS)) return true;
  return startsWithPhrase(wordsOf(label), MODEL_FIRST) && label.length <= 30 && !namesQuantity(label);
}

/** Header of a column that names a part of models, such as the backbone. */
export function headsParts(label: string): boolean {
  return heads(label, PARTS);
}

const CLASSES = wordList(
  'by class, class, classes, label, labels, entity, entities, entity type, tag, tags, category, index, ner, intent, intents, topic',
);

/** Header of the rows of a report by class. */
export function headsClasses(label: string): boolean {
  return heads(label, CLASSES);
}

const SAMPLES = wordList(
  'anchor, positive, negative, sentence, sentence1, sentence2, sentence 0, sentence 1, sentence 2, text, premise, hypothesis, query, document, passage, question, context, answer, input, target, prompt, response, example, examples',
);

/** Header of a column with samples of data. */
export function headsSamples(label: string): boolean {
  return heads(label, SAMPLES);
}

const MODEL_FIRST = wordList('model, models, 模型, モデル, 모델');

/** Header of the column that names benchmarks, tasks, datasets or metrics. */
export function headsBenchmarks(label: string): boolean {
  return heads(label, BENCHMARKS);
}

/** Header of a column of metrics beside the benchmarks. */
export function headsMetrics(label: string): boolean {
  return heads(label, METRICS);
}

/** Header of a column of categories above the benchmarks. */
export function headsGroups(label: string): boolean {
  return heads(label, GROUPS);
}

/** Header that ends in a word for categories: "query category", "question type". */
export function headsCategories(label: string): boolean {
  return endsWithPhrase(wordsOf(label), CATEGORIES);
}

const CATEGORIES = wordList('category, categories, question type, task type, error type, skill, skills, topic, topics');

/** Header of a column that tells scores of one benchmark apart: language, split, subset, embedding size. */
export function headsFacets(label: string): boolean {
  return heads(label, FACETS);
}

const MODES = wordList(
  'filter, turn, round, decoding, decoding mode, decode, inference, prompt, prompting, prompt type, mode, reasoning, thinking, reasoning mode, data, data set split',
);

/** Header of a column that tells ways of running one model apart: a prompt, a decoding mode, a turn of a dialogue. */
export function headsModes(label: string): boolean {
  return heads(label, MODES);
}

/** Header that says only "here is the number"; a remark in brackets may be a unit or a metric, nothing else. */
export function headsValues(label: string): boolean {
  const words = wordsOf(label.replace(/^#\s*/, ''));
  if (isPhrase(words, VALUES)) return true;
  const inside = /[([]([^()[\]]*)[)\]]\s*$/.exec(label)?.[1];
  return (
    inside !== undefined &&
    (/^(?:%|[Mm]etrics?|)$/.test(inside.trim()) || isMetricName(inside)) &&
    isPhrase(wordsOf(withoutBrackets(label)), VALUES)
  );
}

const OTHER_SOURCES = wordList(
  'original, original paper, paper, in paper, reported, reference, baseline, previous, prev, prior, sota, state of the art, official, human, humans, human baseline, teacher, random, random chance, chance, majority, published, vanilla',
);

/** Does a header say that its numbers are somebody else's: a paper's, a baseline's, a human's? */
export function namesOtherSource(label: string): boolean {
  return holdsPhrase(wordsOf(label), OTHER_SOURCES);
}

/** Header of the first column of a table of settings or facts, not of results. */
export function headsSettings(label: string): boolean {
  return heads(label, SETTINGS);
}

const LEVELS = wordList(
  'setup, setting, metric, metrics, measure, model, method, split, language, task, benchmark, dataset, test set, test sets, subset, shots, shot, eval, details',
);

/** Label of a row that goes on with the header: "Metric | R@1 | R@5" below "Setup | Zero-shot | Zero-shot". */
export function headsLevels(label: string): boolean {
  return isPhrase(wordsOf(label), LEVELS);
}
