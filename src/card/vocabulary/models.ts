import { beginningsTest, holdsPhrase, isPhrase, startsWithPhrase, wordList, wordsOf } from './words.ts';

/** Families of models; a version number may be joined to the name. */
const FAMILIES = wordList(`
  llama, llama#, code llama, codellama, alpaca, vicuna, mistral, mixtral, codestral, ministral, pixtral, magistral, devstral, qwen, qwen#, qwq, qvq, gemma, gemma#, gemini, palm, palm#, claude, gpt, gpt#, gpt 4o, gpt4o, chatgpt, o1, o3, o4, davinci, curie, babbage, deepseek, phi, phi#, falcon, falcon#, mpt, bloom, bloomz, opt, galactica, pythia, dolly, stablelm, stable lm, olmo, olmo#, olmoe, tulu, tülu, zephyr, hermes, nous, yi, baichuan, baichuan#, chatglm, chatglm#, glm, glm#, internlm, internlm#, internvl, internvl#, minicpm, minimax, kimi, moonlight, ernie, hunyuan, skywork, seed oss, doubao, exaone, solar, hyperclova, kogpt, polyglot, electra, xlm, xlnet, t5, mt5, byt5, flan, ul2, bart, mbart, pegasus, longformer, bigbird, mpnet, minilm, mminilm, e5, bge, gte, jina, nomic, arctic, snowflake, granite, nemotron, command r, c4ai, cohere, aya, jamba, mamba, mamba#, rwkv, dbrx, grok, starcoder, starcoder#, santacoder, codegen, codegen#, codet5, orca, openchat, starling, openhermes, neuralhermes, dolphin, beyonder, tinyllama, openllama, open llama, sheared, amber, xgen, cerebras, replit, codeup, smollm, smollm#, smolvlm, lfm, lfm#, openelm, mimo, mpt#
  whisper, wav2vec, wav2vec2, hubert, wavlm, conformer, canary, parakeet, seamless, seamlessm4t, mms, data2vec, clip, siglip, siglip#, vit, deit, swin, swin#, convnext, convnext#, resnet, resnet#, efficientnet, detr, dino, dino#, dinov#, sam, sam#, mask r cnn, faster r cnn, retinanet, mobilenet, mobilenet#, regnet, maxvit, coatnet, beit, beit#, eva, blip, blip#, llava, llava#, idefics, idefics#, flamingo, openflamingo, fuyu, cogvlm, kosmos, paligemma, florence, molmo, sdxl, stable diffusion, flux, pixart, dall e
  lstm, bilstm, bi lstm, crf, gru, ulmfit, elmo, fasttext, glove, word2vec, tf idf, tfidf, bm25, svm, laser, labse, simcse, gpt j, gpt neo, gpt neox, neox, megatron, fairseq, xglm, colbert, splade, text embedding ada, text embedding, voyage, nllb, m2m, m2m100, opus mt, madlad
`);
/** Beginnings and inner parts of families that join words: RoBERTa, YOLOv5n, WizardMath. */
const BEGINNINGS = [
  'yolo',
  'wizard',
  'marcoro',
  'maxvit',
  'coatnet',
  'coatnext',
  'mobilenet',
  'regnet',
  'resnet',
  'internlm',
  'dinov',
];

/** Words by which models of a family are told apart. */
const VARIANTS = wordList(`
  base, large, small, tiny, mini, medium, xl, xxl, xlarge, xxlarge, instruct, chat, sft, dpo, rlhf, lora, qlora, finetune, finetuned, finetuning, fine tuned, fine tune, pretrained, distil, distilled, baseline, ours, our, proposed, sota, teacher, student, transformer, model, lm, cased, uncased, v#, random chance
`);

const SIZE = /(?:^|[\s_(x-])(?:\d+(?:\.\d+)?|[a-z]?\d+x\d+(?:\.\d+)?|[ae]\d+(?:\.\d+)?)\s?[bm](?=$|[\s_).,/:-])/;

/** How sure it is that a label names a model: 2 by family or size, 1 by a word such as "base" or "ours". */
export function modelLikeness(label: string): 0 | 1 | 2 {
  if (SIZE.test(label.toLowerCase())) return 2;
  const words = wordsOf(label);
  if (holdsPhrase(words, FAMILIES) || words.some(isFamilyWord)) return 2;
  return holdsPhrase(words, VARIANTS) || /^[\w.-]+\/[\w.-]*-[\w.-]+$/.test(label) ? 1 : 0;
}

const beginsLikeFamily = beginningsTest(BEGINNINGS);

function isFamilyWord(word: string): boolean {
  return (word.includes('bert') && word !== 'bertscore') || beginsLikeFamily(word);
}

/** Does the label begin with a model's family? A benchmark with a model in its name seldom does. */
export function startsWithFamily(label: string): boolean {
  const words = wordsOf(label);
  return startsWithPhrase(words, FAMILIES) || isFamilyWord(words[0] ?? '');
}

/** Is it a family with a size, whatever else it says: "InternLM2-7B-Reward" is no metric called reward? */
export function isSizedModel(label: string): boolean {
  return SIZE.test(label.toLowerCase()) && startsWithFamily(label);
}

/** Is the label nothing but a model's size, such as `7B`? */
export function isSizeLabel(label: string): boolean {
  const text = label.trim().toLowerCase();
  return text.length <= 20 && /^[~≈]?\s*(?:\d+\s?x\s?)?\d+(?:\.\d+)?\s?[bmk](?:illion)?(?:\s?params?)?$/.test(text);
}

const PRECISIONS = wordList(
  '#bit, #bits, # bit, # bits, int#, fp#, bf#, uint#, q#, w#a#, quantized, quantised, quantization, gptq, awq, gguf, full precision, half precision',
);

/** Does the label name a precision or a way of quantization: `4-bit`, `BF16`, `GPTQ`? */
export function namesPrecision(label: string): boolean {
  return holdsPhrase(wordsOf(label), PRECISIONS);
}

const SIZES = wordList('base, small, tiny, large, xlarge, xxlarge, x large, xx large, #b, #m');

/** Does the label hold a size by which cards tell models of a family apart: `xxlarge`, `7B`? */
export function namesSize(label: string): boolean {
  const words = wordsOf(label);
  return words.length > 1 && holdsPhrase(words, SIZES) && !isPhrase(words, SIZES);
}
