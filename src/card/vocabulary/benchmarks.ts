import { findBenchmark, parseBenchmarkLabel } from '../../scores/benchmarks.ts';
import { beginningsTest, holdsPhrase, wordList, wordsOf } from './words.ts';

/**
 * Names of benchmarks, datasets and tasks that tables are recognised by, beyond the registry (which knows where scores
 * belong).
 */
const NAMES = wordList(`
  mmlu, mmmlu, arc, arc c, arc e, hellaswag, winogrande, winograd, piqa, siqa, socialiqa, boolq, obqa, openbookqa, gsm8k, gsm 8k, gsm plus, gsm, math, math 500, math500, mathqa, aime, aime#, amc, amc#, hmmt, olympiadbench, olympiad, gaokao, minerva, theoremqa, cmath, tal scq
  humaneval, humaneval+, humaneval plus, humanevalpack, multipl e, mbpp, mbpp+, apps, livecodebench, lcb, codeforces, ds 1000, ds1000, bigcodebench, cruxeval, spider, swe bench, terminal bench, aider, codexglue, concode, codesearchnet, cosqa, csn, repobench, defects4j, evalplus, codecontests
  truthfulqa, toxigen, bold, crows pairs, winogender, winobias, bbq, realtoxicity, realtoxicityprompts, bbh, big bench, bigbench, agieval, agi eval, drop, squad, quac, coqa, race, natural questions, naturalqs, naturalquestions, nq, triviaqa, webqs, webquestions, hotpotqa, musique, popqa, fever, qasper, narrativeqa, msmarco, ms marco
  glue, superglue, mnli, qqp, qnli, sst, sst 2, cola, sts b, stsb, sts, mrpc, rte, wnli, xnli, anli, snli, nli, copa, xcopa, xstorycloze, storycloze, wic, wsc, multirc, lambada, wikitext, ptb, c4, the pile, pile, gpqa, ifeval, ifbench, musr, hle, simpleqa, mt bench, mtbench, alpacaeval, alpaca eval, arena hard, arenahard, chatbot arena, wildbench, eq bench, gpt4all, open llm leaderboard, livebench, supergpqa, zebralogic, creative writing
  c eval, ceval, cmmlu, kmmlu, jmmlu, kobest, haerae, jglue, jsquad, jnli, jsts, jcola, marc ja, jcommonsenseqa, mgsm, flores, belebele, tydiqa, mlqa, xquad, xlsum, m3exam, sib 200, korquad, klue, nsmc, kornli, korsts, paws, tnews, iflytek, afqmc, ocnli, cmnli, csl, drcd, chid, lcqmc, xtreme, clue, fewclue, superclue, astd, ajgt, labr, arcd, anercorp
  mmmu, mathvista, mathvision, mathverse, docvqa, infovqa, chartqa, textvqa, ocrbench, ai2d, okvqa, vqa, vqav2, gqa, nlvr, nlvr2, vizwiz, pope, mme, mmbench, mm vet, mmvet, mmstar, seed bench, sciqa, scienceqa, sciq, flickr30k, nocaps, coco, lvis, ade20k, cityscapes, kitti, objects365, open images, inaturalist, food 101, stanford cars, dtd, eurosat, svhn, mnist, stl 10, vtab, realworldqa, hallusionbench, video mme, mvbench, egoschema, perception test
  common voice, commonvoice, fleurs, voxpopuli, ted lium, tedlium, ami, gigaspeech, spgispeech, mls, wsj, timit, switchboard, callhome, wenetspeech, covost, covost2, kespeech, esc 50, audioset, superb, ls test, vctk, ljspeech, seedtts
  nanobeir, nanoclimatefever, nanodbpedia, nanofever, nanofiqa2018, nanohotpotqa, nanomsmarco, nanonfcorpus, nanonq, nanoquoraretrieval, nanoscidocs, nanoarguana, nanoscifact, nanotouche2020
  mteb, mmteb, cmteb, c mteb, beir, nfcorpus, scifact, arguana, scidocs, quora, dbpedia, climate fever, miracl, mr tydi, mldr, longembed, coir, rteb, bright, longbench, l eval, ruler, niah, nih, needle in a haystack, retrieval, reranking, clustering, classification, pair classification, sts benchmark, bitext mining
  ontonotes, wikiann, panx, pan x, genia, jnlpba, chemprot, ddi, hoc, mednli, bioasq, biosses, medsts, medqa, medmcqa, pubmedqa, usmle, legalbench, ledgar, casehold, finqa, fpb, tatoeba, xsum, dailymail, samsum, gigaword, multi news, pubmed, arxiv, imdb, yelp, ag news, 20 newsgroups, banking77, tweeteval, ud, universal dependencies, pos, ner, cws, dependency parsing, docred, tacred, wikisql, slurp, snips, atis, massive, mtop, sentiment analysis, named entity recognition, part of speech
  bfcl, nexus, tau bench, tau2 bench, tau2, toolbench, gaia, webarena, osworld, browsecomp, agentbench, rewardbench, reward bench, harmbench, advbench, xstest, strongreject, do not answer, geneval, dpg bench, vbench, open rewrite, mtob, commonsenseqa, csqa, commonsense reasoning, world knowledge, reading comprehension, ethics, logiqa, reclor, proofwriter, folio, clutrr, prost, swag, translation, summarization, summarisation, wino, tqa, duorc, squality, govreport, summscreen, qmsum, contractnli, scrolls, zeroscrolls, question answering, instruction following, toxicity, helpfulness
  entity recognition, relation extraction, event extraction, speech recognition, speech translation, machine translation, image classification, text classification, video classification, object detection, semantic segmentation, instance segmentation, panoptic segmentation, image captioning, visual grounding, image text retrieval, text retrieval, image retrieval, semantic textual similarity, paraphrase identification, visual question answering
`);

/** Beginnings of names with a year, a version or a part behind them: WMT14, LibriSpeech-clean, ImageNet-1k. */
const BEGINNINGS = [
  'mmlu',
  'ceval',
  'humaneval',
  'livecodebench',
  'squad',
  '2wiki',
  'refcoco',
  'imagenet',
  'cifar',
  'oxford',
  'libri',
  'mcv',
  'earnings2',
  'aishell',
  'voxceleb',
  'fiqa',
  'trec',
  'touche',
  'conll',
  'wnut',
  'ncbi',
  'bc5cdr',
  'i2b2',
  'wmt',
  'iwslt',
  'opus',
  'cnn',
  'amazon',
  'clinc',
  'germeval',
  'infinitebench',
  'needle',
  'tldr',
  'xwino',
  'crossner',
  'fewnerd',
  'multinerd',
  'semeval',
  'piqa',
  'cluener',
  'cmrc',
  'dureader',
  'newstest',
  'tatoeba',
  'flores',
  'ntrex',
  'mteb',
  'agieval',
  'bigbench',
  'truthfulqa',
  'arc_',
  'gsm8k',
  'sts1',
  'sts2',
  'ocrbench',
  'mmbench',
  'mathvista',
];

const beginsLikeBenchmark = beginningsTest(BEGINNINGS);

/** Does a label name a benchmark, dataset or task that the field knows? */
export function namesBenchmark(label: string): boolean {
  if (label === '' || label.length > 120) return false;
  const words = wordsOf(label);
  return (
    holdsPhrase(words, NAMES) ||
    words.some(beginsLikeBenchmark) ||
    findBenchmark(parseBenchmarkLabel(label).base) !== undefined
  );
}
