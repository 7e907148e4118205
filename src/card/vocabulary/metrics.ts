import { holdsPhrase, isListed, isPhrase, wordList, wordsOf } from './words.ts';

/** Names of metrics, and of averages over them. */
const METRICS = wordList(`
  acc, accuracy, accuracies, accuracy score, acc norm, acc char, balanced accuracy, relaxed accuracy, vqa accuracy, normalized accuracy
  exact match, em, em f1, f1, f1 score, f1 macro, f1 micro, f1 weighted, macro f1, micro f1, weighted f1, f score, f measure, f beta, fscore
  precision, recall, sensitivity, specificity, auc, auroc, auprc, au roc, roc auc, pr auc
  map, map#, map@#, mean average precision, ap, ap#, aps, apm, apl, ar, mar, box ap, mask ap, segm ap, bbox map, mask map, mapbox, mapmask, mapval
  ndcg, ndcg@#, ndcg #, dcg@#, mrr, mrr@#, recall@#, precision@#, r@#, p@#, hits@#, hit@#, hit rate, hit rate@#, acc@#
  top #, top#, top1 acc, top5 acc, top# acc, top # acc, top # accuracy, top # error, pass@#, pass #, pass@k, maj@#, maj@k, avg@#, cons@#, best@#
  bleu, bleu#, bleu #, sacrebleu, rouge, rouge#, rouge #, rouge l, rougel, rouge lsum, rougelsum, rouge w, meteor, cider, spice
  chrf, chrf#, chrf++, chr f, ter, comet, comet#, xcomet, bertscore, bert score, bleurt
  wer, cer, per, mer, der, eer, wer %, cer %
  ppl, perplexity, bpb, bits per byte, bpc, bits per character, nll
  mcc, matthews, matthews correlation, matthews correlation coefficient, phi coefficient
  pearson, pearsonr, spearman, spearmanr, spearman rho, kendall, kendall tau, correlation, kappa, cohen kappa
  cosine pearson, cosine spearman, cosine accuracy, cosine similarity, euclidean pearson, euclidean spearman, manhattan pearson, manhattan spearman, dot accuracy, dot pearson, dot spearman, euclidean accuracy, manhattan accuracy
  iou, miou, mean iou, dice, pq, sq, rq, psnr, ssim, lpips, fid, kid, is, inception score, clip score, clipscore, aesthetic score
  mse, rmse, mae, mape, smape, mase, r2, r², r 2, r2 score, silhouette, v measure, crps
  mos, mushra, utmos, dnsmos, pesq, stoi, sisdr, si sdr, si snr, sdr, snri
  elo, elo rating, elo score, arena elo, win rate, winrate, win rate %, lc win rate, length controlled win rate, win %, mean reward, reward
  score, scores, rating, ratings, anls, las, uas, mla, blex, clas, lemma acc, pos acc, tag acc, ents f, ents p, ents r, dep uas, dep las, sents f
  sar, sir, si sir, chr f, bp, d prime, jer, dist #, corr, sub, del, ins, err, s err, s.err, exact, hasans exact, hasans f1, noans exact, noans f1, exact f1, quasi exact match, cosine distance, mean reward, mean return, return, episode reward
  mc1, mc2, success, success rate, resolved, % resolved, resolve rate, resolution rate, pass rate, solve rate, error rate, error, accuracy loose, accuracy strict
  average, avg, mean, median, overall, overall average, total, macro, macro avg, macro average, micro, micro avg, micro average, weighted avg, weighted average, samples avg, harmonic mean, hm, g mean, mean score, average score, overall score, total score, geometric mean
  prompt level, instruction level, inst level, strict, loose, epe, abs rel, absrel, delta1, d1 all, hausdorff, hd95, top1, top5
`);

const ELSEWHERE = [
  '准确率',
  '正确率',
  '精确率',
  '召回率',
  '精度',
  '平均',
  '总分',
  '得分',
  '分数',
  '胜率',
  '困惑度',
  '正解率',
  'スコア',
  '정확도',
  '점수',
  '평균',
  'exactitud',
  'exactitude',
  'précision',
  'precisión',
  'rappel',
  'genauigkeit',
  'durchschnitt',
  'promedio',
  'moyenne',
  'acurácia',
];

/** Metric names that are plain words too: a label holds them as metrics only when it is nothing else. */
const ONLY_WHOLE = wordList(
  'is, per, ter, ar, total, error, strict, loose, success, resolved, reward, phi coefficient, micro, macro, score, scores, rating, ratings, map',
);

/** Words with which names of metrics end that no list knows: "slot error rate", "mean absolute error". */
const LAST_WORDS = wordList(
  'rate, error, score, scores, accuracy, precision, recall, f1, correlation, distance, reward, perplexity, iou, overlap, agreement',
);

/** Is the whole label a metric's name? */
export function isMetricName(label: string): boolean {
  const words = wordsOf(label.replace(/%/g, ' '));
  if (
    words.length > 0 &&
    words.length <= 5 &&
    (isListed(words.at(-1) ?? '', LAST_WORDS) || /^[^\d\s%]{2,8}\s?%$/.test(label.trim()))
  )
    return true;
  return isPhrase(words, METRICS) || ELSEWHERE.includes(label.trim().toLowerCase());
}

/** Does a metric's name occur in the label as a word? */
export function mentionsMetric(label: string): boolean {
  if (isMetricName(label)) return true;
  const all = wordsOf(label.replace(/%/g, ' '));
  const words = holdsPhrase(all, ONLY_WHOLE) ? all.filter((word) => !isListed(word, ONLY_WHOLE)) : all;
  return holdsPhrase(words, METRICS) || ELSEWHERE.some((word) => label.toLowerCase().includes(word));
}

/** The metric that a label ends with, in lower case: `wer` of "LibriSpeech WER (%)". */
export function metricAtEnd(label: string): string | undefined {
  const words = wordsOf(label.replace(/%/g, ' '));
  for (let start = 0; start < words.length; start += 1) {
    const rest = words.slice(start);
    if (isPhrase(rest, METRICS) && (start === 0 || !isPhrase(rest, ONLY_WHOLE))) return rest.join(' ');
  }
  return undefined;
}

/** Metrics that measure an error. */
const ERRORS = wordList(`
  wer, cer, mer, der, eer, ppl, perplexity, bpb, bits per byte, bpc, nll, fid, kid, lpips, mse, rmse, mae, mape, smape, mase, crps,
  error, error rate, top # error, epe, abs rel, absrel, hd95, loss
`);

/** Does the label name a metric of which less is better? */
export function namesError(label: string): boolean {
  return holdsPhrase(wordsOf(label), ERRORS);
}

const UNBOUNDED = wordList(`
  elo, elo rating, elo score, arena elo, rating, ratings, score, scores, points, reward, rewards, mean reward, return, returns, ppl, perplexity, fid, mme, ocrbench, mse, rmse, mae, fad
`);

/** May the label's scores be whole numbers far above 100: ratings, points, perplexities? */
export function namesUnbounded(label: string): boolean {
  return holdsPhrase(wordsOf(label), UNBOUNDED);
}

const REPORT = wordList('precision, recall, f1, f1 score, f score, p, r, f, acc, accuracy, support, tp, fp, fn');

/** Is it a column of a report by class: precision, recall, F1? */
export function isReportMetric(label: string): boolean {
  return isPhrase(wordsOf(label), REPORT);
}

const AVERAGES = wordList('avg, average, overall, mean, avg score, average score, 平均, 平均分, 平均値, 평균');

/** Is it the column of averages over the others? */
export function isAverage(label: string): boolean {
  return isPhrase(wordsOf(label), AVERAGES);
}
