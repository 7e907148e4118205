import { holdsPhrase, isPhrase, withoutBrackets, wordList, wordsOf } from './words.ts';

const NOTES = wordList(
  'note, notes, remark, remarks, comment, comments, setting, settings, eval setting, evaluation setting, setup, eval setup, evaluation setup, config, configuration, eval config, details, conditions, variant, protocol, eval method, evaluation method, 备注, 说明, 备考',
);

/** Header of a column that says how a score was measured. */
export function headsNotes(label: string): boolean {
  return isPhrase(wordsOf(label), NOTES) || isPhrase(wordsOf(withoutBrackets(label)), NOTES);
}

/**
 * Ways to run a benchmark that leave it the same benchmark: scores of it may stand beside each other, each with its
 * remark.
 */
const METHOD =
  /^(?:\d+-?shot )?(?:cot|c\.o\.t\.|chain[ -]of[ -]thoughts?|zero|0-?cot|(?:no|with|using|w\/o|w\/|without|\+) ?(?:the )?(?:(?:web |code |python )?(?:tools?|search|browsing|interpreter)|python|thinking|reasoning|cot|chain[ -]of[ -]thoughts?)|(?:non-?)?think(?:ing)?(?: mode)?|(?:low|medium|high|max)(?: reasoning)?(?: effort)?|reasoning(?: mode)?|greedy(?: decoding)?|strict|loose|en|english|agentless|maj(?:ority)?(?: vote| voting)?(?:@ ?\d+)?|self-?consistency|best[ -]of[ -]\d+|avg@ ?\d+|mean@ ?\d+|temperature ?=? ?[\d.]+|t ?= ?[\d.]+)$/;

/** Is a remark on how a benchmark was run? Any other may mean another dataset, or a part of it. */
export function isMethod(remark: string): boolean {
  return METHOD.test(remark.trim().toLowerCase());
}

/** Remarks that praise or place a number and say nothing of how it came about. */
const PRAISE =
  /^(?:ours?|best|second best|sota|state[ -]of[ -]the[ -]art|new|(?:rank )?#?\d+(?:st|nd|rd|th)?(?: place)?|top|final|bold|%|higher is better|lower is better|↑|↓)$/;

/** Does a remark say nothing of how the score was measured? */
export function isPraise(remark: string): boolean {
  return PRAISE.test(remark.trim().toLowerCase());
}

/**
 * Phrases by which a title, of a section of the table or of the card, says that the scores below it are of one way to
 * run the benchmarks, or of a part of them; as a rule titles name what the benchmarks are about.
 */
const VARIANTS = wordList(`
  with tools, with tool, without tools, no tools, w tools, w o tools, with python, with search, with browsing, with code interpreter, with web search
  chain of thought, chain of thoughts, cot, self consistency, majority vote, majority voting, best of n, best of #
  thinking, non thinking, nonthinking, thinking mode, non thinking mode, with thinking, without thinking, no thinking, reasoning mode, reasoning on, reasoning off, high effort, low effort, medium effort, reasoning effort
  subset, subsets, partial, dev set
  quantized, quantised, quantization, quantized model, int4, int8, fp8, fp4, nf4, # bit, 4bit, 8bit, gptq, awq, gguf, ggml, w4a16, w8a8, pruned
`);

/** Does a title say that what is below it is a variant: with tools, a subset, quantized? */
export function titlesVariant(title: string): boolean {
  return holdsPhrase(wordsOf(title), VARIANTS);
}

const LIMIT =
  /\b(?:limit(?:ed)?(?: to)?|first|random(?:ly)?(?: sampled)?|subset of|sample of|only(?: the)?(?: first)?)\s*[:=]?\s*(\d[\d,]*)\b(?!\s*(?:-?shots?|runs?|times|place|epochs?|%|\.\d))|\b(\d[\d,]*)\s*(?:random(?:ly)? )?(?:sampled )?(?:samples?|examples?|questions?|problems?|instances?|items?)\s+only\b/;

/** The number of samples that a text says a score is limited to: "first 100 samples", "limit 100". */
export function readLimit(text: string): number | undefined {
  const found = LIMIT.exec(text.toLowerCase());
  const digits = found?.[1] ?? found?.[2];
  return digits === undefined ? undefined : Number(digits.replaceAll(',', ''));
}
