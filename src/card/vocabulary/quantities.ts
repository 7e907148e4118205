import { remember } from '../remember.ts';
import { MAX_NAME_LENGTH } from '../tables/table.ts';
import { isMetricName } from './metrics.ts';
import {
  endsWithPhrase,
  holdsPhrase,
  isListed,
  isPhrase,
  startsWithPhrase,
  withoutBrackets,
  wordList,
  wordsOf,
} from './words.ts';

/** Quantities that are no scores, wherever they stand in a label. */
const ANYWHERE = wordList(`
  param, params, par m, par b, parameter, parameters, #param, #params, #parameters, flops, gflops, tflops, mflops, gmac, gmacs, macs, flop
  throughput, latency, speedup, speed up, samples sec, samples s, samples second, images s, images sec, img s, tokens s, tokens sec, tokens second, tok s, token s, toks s, t s, spans s, frames s, sentences s, docs s, it s, requests s, req s, fps, tps, qps
  tokens per second, tokens per sec, samples per second, images per second, frames per second
  gpu hour, gpu hours, gpu days, gpu h, training time, train time, inference time, running time, run time, runtime, wall time, wall clock, inf time, elapsed, decoding time, time to first token, ttft, tpot, prefill, decode speed, rtf, rtfx, real time factor
  learning rate, batch size, batchsize, vram, memory usage, memory footprint, memory size, gpu memory, peak memory, gpu mem, power consumption, carbon, co2, co2eq, emissions, kwh, tdp
  hidden size, hidden dim, hidden units, intermediate size, attention heads, attn heads, query heads, kv heads, hidden layers, #layers, #hidden, #heads, #tokens, #samples, #examples, #images, #classes, #languages, #instances, #sentences, #queries, #docs
  embedding dim, embedding dimension, embedding dimensions, embed dim, emb dim, embedding size, output dim, vector dim, mlp dim, ffn dim, dim, dims, dimension, dimensions, vocab, vocabulary, vocab size
  context length, context window, context size, sequence length, seq length, seq len, seqlen, max length, max len, max tokens, max seq length, max input length
  standard deviation, standard error, stderr, std err, std dev, stddev, stdev, variance, confidence interval, 95% ci, ci 95%
  number of, no of, num, weight decay, dropout, warmup, warm up, bpw, compression ratio, compression rate, sparsity, knowledge cutoff, acceptance length, acceptance rate
  cost, price, pricing, usd, loss, losses, downloads, license, licence, speed
  macts, mac, img size, image size, param count, samples per sec, samples per second, snt, wrd, model id, train mem, mem gb, train steps, training steps, global step, min duration, threshold, thresholds, breakpoint, probability, votes, true positives, false positives, false negatives, true positive, crop, lr schd, lr schedule, schd, pretrain epochs, training epochs, train epochs, epochs, random seed, training seed, global seed, thresh, input shape, hours, duration, seq s, seq sec, it sec, speed text sec, n samples, n examples, n params, num params, total params, active params, activated params, trainable params, momentum, decay, learning rates, rtx, rps
  difference, delta, δ, ∆, gap, improvement, improvements, gain, gains, increase, decrease, reduction, relative, rel, change
  % of, percent of, fraction of, density, wins, n wins, n draws, n total, battles, logloss, log loss
`);

/** Quantities when nothing follows but a unit in brackets. */
const AT_END = wordList(`
  file size, model size, disk size, image size, input size, window size, dataset size, data size, training set size, test set size, download size, checkpoint size, size, sizes, input resolution, image resolution, resolution
  count, counts, number, numbers, stride, strides, time, duration, length, std, training, params m
`);

/** Labels that name no score when they stand alone. */
const ALONE = wordList(`
  #, no, id, idx, index, rank, ranking, position, layers, layer, num layers, heads, depth, width, hidden, epoch, epochs, step, steps, iteration, iterations, iters, iter
  tokens, token count, training tokens, train data, training data, train dataset, training dataset, training set, data, data mix, pretraining data, date, dates, release, released, release date, published, year, month
  version, versions, ver, revision, commit, license, licence, paper, papers, arxiv, link, links, url, urls, download, downloads, checkpoint, checkpoints, ckpt, weights, repo, repository, demo, online demo, colab, notebook, logs, log
  hardware, device, devices, gpu, gpus, cpu, tpu, res, crop, input, output, bits, bit, quant, quantization, quant method, quant type, dtype, format, type, types, note, notes, comment, comments, remark, remarks, description, descriptions, detail, details, information, info, command, commands, script, config, configs
  seed, seeds, temperature, top p, top k, lora rank, alpha, gamma, beta, hours, hour, minutes, seconds, sec, secs, ms, memory, ram, mem, storage, support, sample, samples, example, examples, instance, instances, frequency, freq, n, sentences, articles, documents, docs, utterances, images, frames, videos, clips, pairs, queries, passages, train, languages supported, #langs
  architecture, arch, backbone, schedule, lr sched, lr, pretrain, pretraining, pre training, initialization, init, tokenizer, optimizer, scheduler, public, open, open source, access, author, authors, organization, org, company, affiliation, country, contact, citation, alignment
  ci, error bar, stderr, std, sd, delta, δ, diff, difference, gain, improvement, change, p value, act m, act, ratio, filter, context, ctx, max ram required, use case, category id, energy, mem gb, seq, quantized, precision type, language model, percentage, proportion, share, weighting, weight, gs, act order, damp, damp %, branch, hasans total, noans total, lm head bits
`);

const ELSEWHERE = [
  '参数',
  '尺寸',
  '大小',
  '速度',
  '延迟',
  '吞吐',
  '显存',
  '内存',
  '训练时间',
  '耗时',
  '学习率',
  '步数',
  '词表',
  '下载',
  '链接',
  '许可',
  '上下文长度',
  '日期',
  '版本',
  '备注',
  '说明',
  '单位',
  '类型',
  '训练数据',
  'パラメータ',
  'サイズ',
  '速度',
  'ライセンス',
  '파라미터',
  '크기',
  '속도',
  '라이선스',
  'paramètres',
  'parámetros',
  'tamaño',
  'taille',
  'größe',
];

/** Is this the name of a size, a setting, a cost or a link? Numbers beside it are no scores. */
export const namesQuantity: (label: string) => boolean = remember(findQuantity);

/** A price or a speed: "$ / 1M tokens", "tokens/s", "per/day". */
const RATE = /\$\s?\/|\/\s?1?m\s?tok|tok(?:en)?s?\s?\/\s?s|\/\s?(?:s|sec|second|ms|min|hour|day)\b/;

function findQuantity(label: string): boolean {
  if (label.length > MAX_NAME_LENGTH) return false;
  const lower = label.toLowerCase();
  if (lower.includes('flop') || /[a-z]_loss$|^训练\s|[∆δ]\s?[^\s\d]/.test(lower)) return true;
  if (lower.includes('/') && RATE.test(lower)) return true;
  if (lower.includes('#') && /(?:^|[\s(])#\s?(?!shots?|value|score|exact|f1|acc|em\b)[a-z]/.test(lower)) return true;
  // In capitals it is the benchmark SEED-Bench.
  if (label.trim() === 'SEED') return false;
  // What is measured stands before "with": "Intent recognition with missing params" is no number of parameters.
  const words = wordsOf(label.replace(/(?<=\w)\s+(?:[Ww]ith|[Ww]ithout|[Uu]sing)\s.*$/, ''));
  if (holdsPhrase(words, ANYWHERE) || isPhrase(words, ALONE)) return true;
  if (ELSEWHERE.some((word) => lower.includes(word))) return true;
  const inside = /[([]([^()[\]]+)[)\]]/.exec(label)?.[1];
  if (inside !== undefined && isMetricName(inside)) return false;
  const bare = wordsOf(withoutBrackets(label).replace(/\s\/\s[mbktMBKT]$/, ''));
  return isPhrase(bare, ALONE) || (endsWithPhrase(bare, AT_END) && !startsWithPhrase(bare, SCORED_SIZES));
}

/** Does the label hold the name of a quantity that is one in any company: "learning rate", but not "date"? */
export function namesQuantityAnywhere(label: string): boolean {
  return holdsPhrase(wordsOf(label), ANYWHERE);
}

const LAST_WORDS = wordList('fps, latency, throughput, speed, vram, memory, flops, cost, price, downloads');

/** Does the label's last word say that its numbers are quantities, whatever stands before: "YOLOv4 FPS"? */
export function endsInQuantity(label: string): boolean {
  const words = wordsOf(withoutBrackets(label));
  return words.length > 1 && isListed(words.at(-1) ?? '', LAST_WORDS);
}

/** "Test set" and the like say where a score was taken; a number after them is not a count. */
const SCORED_SIZES = wordList('f1, accuracy, acc, wer, long context');

/** Header of a column with standard errors or deviations. */
const SPREADS = wordList(
  'std, stderr, std err, std error, std dev, stddev, stdev, standard error, standard deviation, se, sem, sd, ±, σ, acc stderr, ci, 95% ci, error',
);

export function namesSpread(label: string): boolean {
  const words = wordsOf(label);
  return (
    /^(?:±|\+\/-|σ)$/.test(label.trim()) ||
    isPhrase(words, SPREADS) ||
    /^(?:std|stderr|stdev)$/.test(words.at(-1) ?? '')
  );
}

/** Header of a column with shot counts. */
const SHOTS = wordList(
  'shot, shots, # shots, #shots, # shot, #shot, n shot, n shots, few shot, few shots, num fewshot, num few shot, num shots, number of shots, no of shots, fewshot, k shot, n fewshot',
);

export function namesShots(label: string): boolean {
  return isPhrase(wordsOf(label), SHOTS);
}

const ENTITIES = wordList('per, pers, person, loc, location, org, organization, organisation, misc, gpe, norp, fac');

/** Are the labels of a row or column classes of named entities, such as PER, LOC, ORG and DATE? */
export function isEntityAxis(labels: readonly string[]): boolean {
  return (
    new Set(labels.filter((label) => isPhrase(wordsOf(label), ENTITIES)).map((label) => label.toLowerCase())).size >= 2
  );
}
