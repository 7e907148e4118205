import { isPhrase, startsWithPhrase, type WordList, withoutBrackets, wordList, wordsOf } from './words.ts';

const MODELS = wordList(`
  model, models, llm, llms, lm, lms, model name, model names, name, names, model id, model variant, model version, model card, model type, model family, model checkpoint, base model, our model, our models, pretrained model, pre trained model, teacher model, student model, embedding model, language model, embedding models, trained model, finetuned model
  system, systems, method, methods, approach, approaches, algorithm, algorithms, baseline, baselines, variant, variants, network, networks, encoder, encoders, detector, architecture, checkpoint, checkpoints, configuration, configurations, setup, setups, setting, settings, strategy, strategies, technique, techniques, run, runs, experiment, experiments, quant, quantization, quantizations, quant method, quant type, precision, language modeling, language modelling, decoding, decoder, reranker, retriever, vlm, vlms, mllm, agent, agents, policy, tagger, parser, pipeline
  模型, 模型名称, 模型权重, 模型名, 方法, 系统, モデル, モデル名, 手法, 모델, 모델명, modelo, modelos, modèle, modèles, modell, modelle, modello, modelli
`);
const BENCHMARKS = wordList(`
  benchmark, benchmarks, benchmark name, benchmark metric, benchmarks metric, benchmark metrics, eval, evals, evaluation, evaluations, evaluation benchmark, evaluation task, evaluation metric, evaluation test, evaluation dataset, eval dataset, eval task, eval metric, task, tasks, task name, dataset, datasets, data set, data sets, dataset name, test set, testset, test sets, testsets, test, tests, test data, corpus, corpora, metric, metrics, metric name, measure, measures, exam, exams, subject, subjects, task dataset, dataset task, tasks datasets, datasets tasks, leaderboard, evaluation set, eval set, benchmark dataset, environment, game
  评测集, 评测, 评测任务, 评测指标, 基准, 基准测试, 任务, 数据集, 测试集, 指标, 测试项, ベンチマーク, タスク, データセット, 指標, 評価指標, 벤치마크, 태스크, 데이터셋, 평가, tarea, tareas, tâche, tâches, aufgabe, aufgaben, conjunto de datos, jeu de données, datensatz, métrica, métricas, métrique, métriques, metrik, metriken
`);
const METRICS = wordList(
  'metric, metrics, metric name, measure, measures, evaluation metric, eval metric, 指标, 评测指标, 指標, 評価指標, métrica, métricas, métrique, métriques, metrik, metriken',
);
const GROUPS = wordList(`
  category, categories, capability, capabilities, domain, domains, group, groups, area, areas, task type, task category, task group, benchmark type, benchmark category, dataset type, type, skill, skills, ability, abilities, aspect, aspects, field, section
  类别, 类型, 能力, 领域, 维度, 分类, カテゴリ, 분야, 카테고리
`);
const FACETS = wordList(`
  language, languages, language pair, language pairs, lang, langs, locale, locales, split, splits, subset, subsets, sub set, subtask, sub task, subtasks, partition, domain, domains, class, classes, label, labels, entity, entities, entity type, tag, tags, direction, pair, pairs, condition, conditions, fold, folds, embedding dim, embed dim, emb dim, embedding dimension, embedding dimensions, dim, dims, dimension, dimensions, embedding size, seq length, sequence length, context length, max seq length, noise, noise type, snr, accent, dialect, speaker, genre, topic, difficulty, level, corruption, corruptions, perturbation, perturbations, augmentation, augmentations
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
  return heads(label, MODELS) || (startsWithPhrase(wordsOf(label), MODEL_FIRST) && label.length <= 30);
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

/** Header of a column that tells scores of one benchmark apart: language, split, subset, embedding size. */
export function headsFacets(label: string): boolean {
  return heads(label, FACETS);
}

/** Header that says only "here is the number". */
export function headsValues(label: string): boolean {
  return heads(label, VALUES);
}

/** Header of the first column of a table of settings or facts, not of results. */
export function headsSettings(label: string): boolean {
  return heads(label, SETTINGS);
}
