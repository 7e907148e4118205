import type { Cell } from './tables/table.ts';

const GREEK: Readonly<Record<string, string>> = {
  α: 'alpha',
  β: 'beta',
  γ: 'gamma',
  δ: 'delta',
  ε: 'epsilon',
  ζ: 'zeta',
  λ: 'lambda',
  μ: 'mu',
  π: 'pi',
  σ: 'sigma',
  τ: 'tau',
  φ: 'phi',
  ω: 'omega',
};

/** Words that point at a row without being part of the model's name. */
const REMARK =
  /\s*(?:[([]\s*(?:this(?: model| work| repo| card| one)?|ours?|our models?|new!?|us)\s*[)\]]|(?<=\s)new!|(?<=\s)\(?ours\)?)\s*$/i;

/**
 * The multiset of a name's tokens as one string: case folded; `-`, `_`, `/`, brackets and spaces alike; emoji and
 * footnote signs dropped; Greek letters spelled out. Two names are the same when these are equal: `Olmo 3 32B` is
 * `OLMo-3-32B`, and `7B` is never `7B-Instruct`.
 */
export function nameKey(name: string): string {
  return name
    .toLowerCase()
    .replace(/[\u0370-\u03ff]/g, (letter) => GREEK[letter] ?? letter)
    .replace(/[^\p{L}\p{Nd}.+]+/gu, ' ')
    .split(' ')
    .map((token) => token.replace(/^\.+|\.+$/g, ''))
    .filter((token) => token !== '')
    .sort()
    .join(' ');
}

/** The spellings by which a cell may be called: as it is, without footnote marks, without "(this model)" or "New!". */
export function nameForms(cell: Cell): string[] {
  const forms = new Set<string>();
  for (const text of [cell.text, withoutFootnotes(cell)]) {
    for (const form of [text, text.replace(REMARK, '')]) {
      const key = nameKey(form);
      if (key !== '') forms.add(key);
    }
  }
  return [...forms];
}

function withoutFootnotes(cell: Cell): string {
  if (cell.segments === undefined) return cell.text;
  const kept = cell.segments.filter((segment) => segment.mark !== 'sup' || !/^[\s\d*†‡§,a-z]{0,3}$/i.test(segment.text));
  return kept.map((segment) => segment.text).join('');
}

const FAMILIES =
  'llama|alpaca|vicuna|mi[sx]tral|codestral|ministral|pixtral|magistral|devstral|qwen|qwq|qvq|gemma|gemini|palm|claude|gpt|chatgpt|o[134](?:-mini|-preview)?|davinci|curie|babbage|ada|deepseek|phi|falcon|mpt|bloomz?|opt|galactica|pythia|dolly|stable ?lm|olmoe?|t[üu]lu|zephyr|hermes|nous|yi|baichuan|chatglm|glm|internlm|internvl|intern-s\\d|minicpm|minimax|kimi|moonlight|ernie|hunyuan|skywork|seed-oss|doubao|exaone|solar|hyperclova|kogpt|polyglot|a\\.x|bert|[a-z]*bert[a-z]*|electra|xlm|xlnet|m?t5|flan|ul2|bart|mbart|pegasus|longformer|bigbird|mpnet|minilm|mminilm\\S*|e5|bge|gte|jina|nomic|arctic|snowflake|granite|nemotron|nemo|command[- ]r|c4ai|aya|jamba|mamba|rwkv|dbrx|grok|starcoder\\d?|santacoder|codegen|codellama|code ?llama|codet5|wizard\\w*|orca|openchat|starling|openhermes|neuralhermes|dolphin|beyonder|marcoro\\w*|whisper|wav2vec2?|hubert|wavlm|conformer|canary|parakeet|seamless\\w*|mms|clip|siglip2?|vit|deit|swin|convnext|resnet\\d*|efficientnet|yolo\\w*|detr|dino\\w*|sam2?|mask r-cnn|faster r-cnn|mobilenet\\w*|regnet\\w*|maxvit\\w*|coatnet\\w*|beit|eva|blip|llava|idefics|flamingo|fuyu|cogvlm|kosmos|paligemma|florence|molmo|smol\\w*|sdxl|stable diffusion|flux|pixart|dall-?e|lstm|bi-?lstm|crf|gru|ulmfit|elmo|fasttext|glove|word2vec|tf-?idf|bm25|svm|laser|labse|simcse|gpt-?neox?|gpt-?j|megatron|fairseq|xglm|mimo|lfm2?|hunyuan|openelm|amber|xgen|cerebras|replit|codeup|tinyllama|sheared|openllama|open_llama|colbert|splade|sentence-t5|text-embedding\\S*|voyage\\S*';
const FAMILY = new RegExp(`(?:^|[\\s/(_-])(?:${FAMILIES})(?=$|[\\s\\d_.(/)-])`, 'i');
const STARTS_WITH_FAMILY = new RegExp(`^(?:[\\w.-]+/)?(?:${FAMILIES})(?=$|[\\s\\d_.(/)-])`, 'i');
const SIZE = /(?:^|[\s_(/x-])(?:\d+(?:\.\d+)?|[a-z]?\d+x\d+(?:\.\d+)?|[ae]\d+(?:\.\d+)?)\s?[bm](?=$|[\s_).,/:-])/i;
const WEAK_WORDS =
  /(?:^|[\s_(-])(?:base|large|small|tiny|mini|medium|xl|xxl|xlarge|xxlarge|instruct|chat|sft|dpo|rlhf|lora|qlora|finetun\w*|fine-tun\w*|pre-?trained|distil\w*|baseline|ours|proposed|sota|teacher|student|transformer|model|lm|cased|uncased|v\d+(?:\.\d+)*)(?=$|[\s_)(-])/i;

/** How sure it is that a label names a model: 2 by family or size, 1 by a word such as "base" or "ours". */
export function modelLikeness(label: string): 0 | 1 | 2 {
  if (STARTS_WITH_FAMILY.test(label) || SIZE.test(label) || FAMILY.test(label)) return 2;
  return WEAK_WORDS.test(label) || /^[\w.-]+\/[\w.-]*-[\w.-]+$/.test(label) ? 1 : 0;
}

/** Is the label nothing but a model's size, such as `7B`? */
export function isSizeLabel(label: string): boolean {
  return /^[~≈]?\s*(?:\d+\s?x\s?)?\d+(?:\.\d+)?\s?[bmk](?:illion)?(?:\s?params?)?$/i.test(label.trim());
}

/** Sizes by which cards tell models of a family apart: `xxlarge`, `7B`. Used where tasks and models share a label. */
export function namesSize(label: string): boolean {
  return /(?:^|[\s_-])(?:x*-?large|base|small|tiny|\d+(?:\.\d+)?[bm])(?=$|[\s_-])/i.test(label);
}
