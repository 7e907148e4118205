/**
 * The words by which tables of cards name metrics, settings, splits, languages and models. General vocabulary of the
 * field in the languages that cards are written in; nothing here belongs to one card.
 */

/** Folds a label for look-up in word lists: lower case, arrows and marks dropped, spaces single. */
export function foldLabel(label: string): string {
  return label
    .toLowerCase()
    .replace(/[↑↓⬆⬇▲▼*†‡§¶^`"'“”’]/gu, ' ')
    .replace(/[\s\u00a0]+/g, ' ')
    .trim();
}

const METRIC_WORDS =
  'acc|accuracy|accuracies|accuracy_score|acc_norm|acc_char|exact[ _-]?match|em|f1|f-?1[ -]?score|f1[ -]?(?:macro|micro|weighted)|macro[ -]?f1|micro[ -]?f1|weighted[ -]?f1|f-?(?:score|measure|beta)|precision|recall|sensitivity|specificity|auc|auroc|au[- ]?roc|auprc|roc[- ]?auc|map|mean average precision|ap|ap\\d\\d|ap[sml]|map\\d*|ar|mar|ndcg|n?dcg@\\d+|mrr|mrr@\\d+|map@\\d+|recall@\\d+|precision@\\d+|r@\\d+|p@\\d+|hits?@\\d+|hit rate|top[ -]?\\d+|acc@\\d+|pass@\\d+|pass\\^\\d+|maj@\\d+|avg@\\d+|cons@\\d+|best@\\d+|bleu|bleu-?\\d|sacrebleu|rouge|rouge-?[12lw]|rouge-?l(?:sum)?|r-?[12l]|meteor|cider|spice|chrf|chrf\\+\\+|ter|comet|bertscore|bleurt|wer|cer|per|mer|der|eer|ppl|perplexity|bpb|bits[ -]?per[ -]?byte|bpc|mcc|matthews(?: correlation)?(?: coefficient)?|matthews_correlation|pearson|pearsonr?|spearman|spearmanr?|spearman[ _]rho|kendall|cosine[ _](?:pearson|spearman|accuracy|similarity)|(?:euclidean|manhattan|dot)[ _](?:pearson|spearman|accuracy)|correlation|kappa|iou|miou|mean iou|dice|pq|sq|rq|psnr|ssim|lpips|fid|kid|inception score|clip[ -]?score|mse|rmse|mae|mape|r2|r²|r\\^2|mos|mushra|pesq|stoi|si-?sdr|sdr|elo|elo rating|elo score|win[ -]?rate|lc win[ -]?rate|win %|score|scores|rating|anls|vqa[ _]accuracy|relaxed[ _]accuracy|uas|las|ents_[fpr]|mc1|mc2|nll|v[-_ ]?measure|silhouette|success(?: rate)?|resolved|% resolved|resolve rate|pass rate|solve rate|error|error rate|top-?\\d+ error|average|avg|mean|median|overall|total|macro(?:[ -]?avg| average)?|micro(?:[ -]?avg| average)?|weighted avg|hm|harmonic mean|g-?mean|balanced accuracy|eq[ -]?bench|top1|top5|loose|strict|prompt[ -]?level|inst(?:ruction)?[ -]?level';
const METRIC_CJK =
  '准确率|精度|正确率|精确率|召回率|平均|平均分|总分|得分|分数|胜率|困惑度|综合|正解率|精度|スコア|平均値|정확도|점수|평균|exactitud|precisión|exactitude|précision|rappel|genauigkeit|durchschnitt|promedio|media|moyenne|acurácia';

const METRIC_EXACT = new RegExp(`^(?:${METRIC_WORDS}|${METRIC_CJK})$`, 'iu');
const METRIC_INSIDE = new RegExp(
  `(?:^|[\\s([{/,_:-])(?:${METRIC_WORDS.replace('|error|error rate', '|error rate').replace('score|scores|rating|', 'score|')})(?=$|[\\s)\\]}/,:;_-])|${METRIC_CJK}`,
  'iu',
);

/** Is the whole label a metric's name? */
export function isMetricName(label: string): boolean {
  const folded = foldLabel(label)
    .replace(/\s*[([](?:%|in %|percent)[)\]]|\s*%$/g, '')
    .replace(/[:.]$/, '')
    .trim();
  return METRIC_EXACT.test(folded);
}

/** Does a metric's name occur in the label as a word? */
export function mentionsMetric(label: string): boolean {
  return isMetricName(label) || METRIC_INSIDE.test(foldLabel(label));
}

/** Units and quantities that are no scores, wherever they stand in a label. */
const QUANTITY_INSIDE =
  /\bparam(?:eter)?s?\b|#\s?(?:act(?:ivated)?\b|total\b)|\b[gmt]?flops?\b|\bgmacs?\b|\bmacs\b|\bthroughput\b|\blatency\b|\bspeed(?:[- ]?up)?\b|\btok(?:en)?s?\s?\/\s?s|\/\s?(?:s|sec|second|ms|min|hour|day)\b|\b(?:samples|images|spans|frames|steps|requests|sentences|docs|queries)\s?(?:\/|per)\s?(?:s|sec)|\bfps\b|\bgpu[- ]?(?:hours?|h|days?)\b|\b(?:training|inference|running|run|wall|inf|elapsed|total|decoding|eval(?:uation)?)[ _]?time\b|\btime[- ]to[- ]|\bruntime\b|\brtfx?\b|\blearning[ _]rate\b|\bbatch[ _]?size\b|\bv?ram\b|\bmemory (?:size|usage|footprint|\()|\bpower consumption\b|\bcarbon\b|\bco2|\bemissions?\b|\benergy\b|\bhidden[ _](?:size|dim)|#\s?(?:layers|hidden|heads|params|parameters|tokens|samples|examples|images|classes|languages)\b|\b(?:embed(?:ding)?s?|output|vector|model|mlp|ffn)[ _]?(?:dim(?:ension)?s?|size|length)\b|\bdim(?:ension)?s?\b|\bvocab(?:ulary)?\b|\bcontext (?:length|window|size)\b|\b(?:max(?:imum)?|sequence|seq)\.? (?:seq(?:uence)?\.? )?(?:length|len|tokens)\b|\bstd\.?\b|\bstd(?:err|ev|_err)\b|\bstandard (?:deviation|error)\b|\bstd\.? ?(?:dev|err)|\bvariance\b|\bconfidence interval\b|\b\d\d ?% ci\b|\bnumber of\b|\bno\. of\b|\bnum[ _]|\b(?:number|count)s?$|^#\s?of\b|\bdata(?:set)?[ _]?size\b|\b(?:file|model|disk|image|input|window|dataset|training set|test set|download|checkpoint)[ _]?(?:size|resolution)s?\s*(?=$|[([/↑↓])|\bloss(?:es)?\b|_loss$|\bgpu memory\b|\bcost\b|\bprice\b|\bpricing\b|\bdropout\b|\bwarm-?up\b|\bweight[ _]decay\b|\bcompression\b|\bsparsity\b|\bbpw\b|\bcutoff\b|\bacceptance (?:rate|length)\b|参数|尺寸|大小|速度|延迟|吞吐|显存|内存|训练(?:时间)?\s|训练时间|耗时|学习率|步数|词表|下载|链接|许可|上下文长度|パラメータ|サイズ|速度|파라미터|크기|속도/iu;

/** Labels that name no score when they stand alone. */
const QUANTITY_EXACT =
  /^(?:#|no\.?|id|idx|index|rank(?:ing)?|position|size|sizes|model size|layers?|num layers|heads?|depth|width|hidden|epochs?|steps?|iterations?|iters?|tokens?|token count|training tokens|train(?:ing)? data|training dataset|data|data mix|date|dates|release(?:d)?(?: date)?|published|year|month|version|versions|ver\.?|revision|commit|license|licence|paper|papers|arxiv|link|links|url|urls|download|downloads|checkpoint|checkpoints|weights|repo|repository|demo|online demo|colab|hardware|device|devices|gpu|gpus|cpu|resolution|res|crop|img(?:age)? size|input|bits|bit|quant|quantization|quant method|quant type|dtype|format|type|types|notes?|comments?|remarks?|description|descriptions|details?|information|info|command|commands|script|config|configs|seed|seeds|temperature|top[_ -]p|top[_ -]k|rank \(r\)|lora rank|alpha|gamma|beta|time|duration|hours?|minutes|seconds|sec|ms|speed|memory|storage|support|samples?|# ?samples|examples|instances|count|counts|frequency|freq|n|sentences|articles|documents|docs|utterances|images|frames|videos|clips|pairs|train|training|val size|languages supported|architecture|arch|backbone|schedule|lr sched|pre-?train(?:ing)?(?: data)?|initiali[sz]ation|init|tokenizer|optimizer|scheduler|precision type|public|open(?:[ -]source)?|access|author|authors|organization|org|company|affiliation|country|contact|citation|alignment|method used|ci|±|\+\/-|err|error bar|stderr|std|sd|delta|Δ|diff|difference|gain|improvement|change|vs\.? .*|p-?value|act \(m\)|ratio|filter|context|ctx|max|min|日期|版本|类型|备注|说明|单位)$/iu;

/** Is this the name of a size, a setting, a cost or a link: numbers beside it are no scores? */
export function namesQuantity(label: string): boolean {
  const folded = foldLabel(label);
  const bare = folded
    .replace(/\s*[([][^()[\]]*[)\]]\s*/g, ' ')
    .replace(/\s*\/\s*[mbkt]$/i, '')
    .trim();
  return QUANTITY_INSIDE.test(folded) || QUANTITY_EXACT.test(folded) || (bare !== '' && QUANTITY_EXACT.test(bare));
}

/** Header of a column with standard errors or deviations. */
export function namesSpread(label: string): boolean {
  return /^(?:std\.?(?:[ _]?(?:err(?:or)?|dev(?:iation)?)\.?)?|stdev|stderr|standard (?:error|deviation)|s\.?e\.?m?\.?|s\.?d\.?|±|\+\/-|σ)$|\bstd(?:err|dev)?$/i.test(
    foldLabel(label),
  );
}

/** Header of a column with shot counts. */
export function namesShots(label: string): boolean {
  return /^(?:#\s?|n[-_ ]?|num[-_ ]?(?:few[-_ ]?)?|no\.? of |number of )?(?:few[- ]?)?shots?$|^num_fewshot$|^fewshot$|^k-?shot$/i.test(
    foldLabel(label),
  );
}

/** Header of the column that names models. */
export function headsModels(label: string): boolean {
  return /^(?:models?|llms?|lms?|model ?names?|names?|model ?(?:id|variant|version|checkpoint|card|type|family)s?|(?:base|our|pre-?trained|teacher|student|embedding|language) models?|systems?|methods?|approach(?:es)?|algorithms?|baselines?|variants?|networks?|encoders?|architecture|checkpoints?|configurations?|setups?|settings?|strateg(?:y|ies)|techniques?|runs?|experiments?|quant(?:ization)?s?(?: method| type)?|precision|language modell?ing|decod(?:ing|er)|model f1 score|model\b.{0,20}|模型|模型名称|模型权重|模型名|方法|系统|モデル|モデル名|手法|모델|모델명|modelos?|modèles?|modelle?|modello|nombre del modelo)$/iu.test(
    foldLabel(label),
  );
}

/** Header of the column that names benchmarks, tasks, datasets or metrics. */
export function headsBenchmarks(label: string): boolean {
  return /^(?:benchmarks?(?: name)?|benchmarks? \(?metrics?\)?|evals?|evaluations?|(?:eval(?:uation)? )?(?:benchmark|task|metric|test)s?(?: name| set)?|tasks?(?: name)?|data ?sets?(?: name)?|test ?sets?|test|tests|corpus|corpora|metrics?|measures?|exams?|subjects?|tasks? ?\/ ?data ?sets?|data ?sets? ?\/ ?tasks?|leaderboard|评测集|评测|评测任务|基准|基准测试|任务|数据集|测试集|指标|测试项|ベンチマーク|タスク|データセット|指標|評価指標|벤치마크|태스크|데이터셋|tareas?|tâches?|aufgaben?|conjunto de datos|jeu de données|datensatz|métricas?|métriques?|metriken?)\b.{0,16}$/iu.test(
    foldLabel(label),
  );
}

/** Header of a column of categories above the benchmarks. */
export function headsGroups(label: string): boolean {
  return /^(?:categor(?:y|ies)|capabilit(?:y|ies)|domains?|groups?|areas?|(?:task|benchmark|dataset) ?(?:type|category|group)s?|type|skills?|ability|abilities|dimension|aspects?|field|类别|类型|能力|领域|维度|分类|カテゴリ|분야|카테고리)$/iu.test(
    foldLabel(label),
  );
}

/** Header of a column that tells scores of one benchmark apart: language, split, subset, embedding size. */
export function headsFacets(label: string): boolean {
  return /^(?:languages?(?: pair)?s?|lang\.?|locales?|splits?|sub-?sets?|sub-?tasks?|partitions?|domains?|class(?:es)?|labels?|entit(?:y|ies)(?: type)?|tags?|direction|pairs?|conditions?|folds?|embed(?:ding)?\.? ?dim(?:ension)?s?|dim(?:ension)?s?|(?:max\.? )?(?:seq(?:uence)?\.?|context) ?(?:length|len)|noise(?: type)?|snr|accents?|dialects?|speakers?|genres?|topics?|difficult(?:y|ies)|levels?|corruptions?|perturbations?|augmentations?|语言|子集|言語|언어|idioma|langue|sprache)$/iu.test(
    foldLabel(label),
  );
}

/** Header that says only "here is the number". */
export function headsValues(label: string): boolean {
  return /^(?:values?|scores?|results?|performance|perf\.?|points?|number|%|得分|分数|结果|成绩|值|スコア|結果|값|점수|결과|valeur|valor|wert|resultado|résultat|ergebnis)(?: \(?%\)?| \[%\])?$/iu.test(
    foldLabel(label),
  );
}

/** Header of the first column of a table of settings or facts, not of results. */
export function headsSettings(label: string): boolean {
  return /^(?:hyper-?\s?param(?:eter)?s?(?: name)?|param(?:eter)?s?(?: name)?|settings?|arguments?|args?|options?|flags?|features?|fields?|propert(?:y|ies)|attributes?|components?|specifications?|specs?|key|keys|items?|aspects?|factors?|model details?|details?|files?|file ?names?|abbreviation|source|sources|library|libraries|frameworks?|software|package|version|step|stage|stages|phase|hardware|device|use ?case|licen[cs]e|information|超参数|参数|设置|配置|项目|属性|ハイパーパラメータ|하이퍼파라미터|parámetro|paramètre)$/iu.test(
    foldLabel(label),
  );
}

const LANGUAGES =
  /^(?:en|zh|fr|de|es|it|pt|ru|ja|jp|ko|kr|ar|hi|th|vi|tr|pl|nl|cs|sv|da|fi|no|nb|el|he|hu|id|ms|ro|bg|uk|ur|sw|ta|te|bn|fa|ca|eu|gl|lt|lv|et|sk|sl|hr|sr|is|ga|cy|mt|tl|my|km|lo|ka|hy|az|kk|uz|mn|ne|si|ml|mr|gu|kn|pa|am|yo|ig|ha|zu|xh|af|so|sq|mk|bs|la|yue|[a-z]{2}[-_>→ ]{1,2}[a-z]{2}|english|chinese|french|german|spanish|italian|portuguese|russian|japanese|korean|arabic|hindi|thai|vietnamese|turkish|polish|dutch|czech|swedish|danish|finnish|norwegian|greek|hebrew|hungarian|indonesian|malay|romanian|bulgarian|ukrainian|urdu|swahili|tamil|telugu|bengali|persian|farsi|catalan|basque|icelandic|nepali|marathi|multilingual|中文|英文|日本語|한국어)$/i;

/** Is the label a language, a code of one, or a pair of them? */
export function isLanguage(label: string): boolean {
  return LANGUAGES.test(foldLabel(label));
}

const SPLITS =
  /^(?:(?:train|training|dev|devel|development|val|valid|validation|test|testing|eval|holdout|held-?out|public|private|local|hidden|official|standard|in-?domain|out-?of-?domain|ood|id|seen|unseen|clean|other|matched|mismatched|easy|medium|hard|all|full|subset|mini|std)(?:[-_ ]?(?:set|split|[abcdm]|m{1,2}|\d|clean|other|std|standard|dev|validation|challenge|p|u|mini|matched|mismatched))?)(?: (?:set|split|validation|test|dev))?$/i;

/** Is the label a split of a dataset? */
export function isSplit(label: string): boolean {
  return SPLITS.test(foldLabel(label).replace(/["']/g, ''));
}

/** The shots that a whole label stands for: `5-shot`, `n=5`, `0-shot CoT`. */
export function isShots(label: string): boolean {
  return /^(?:(?:\d+|zero|one|few)[- ]?shots?(?:[ ,(].*)?|[nk]\s?=\s?\d+)$/i.test(foldLabel(label));
}
