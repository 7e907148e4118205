import { quoted } from '../../data.ts';
import { type Cause, cause } from './cause.ts';

const TOKEN = 'with the account of the token that is given with --secrets HF_TOKEN';
const PINNED = 'Read the code; where you trust it, pass --trust-remote-code with a commit as --model-revision.';

/** A repo in an address of the Hub, of its API or of a file. */
const IN_URL = String.raw`https?:\/\/[^\s/]{1,200}\/(?:api\/)?(?:models\/)?(?<what>(?:datasets\/)?[\w.-]{1,100}\/[\w.-]{0,99}\w)`;

/** What is wrong with the model, or with the way to it and to the data. */
export const MODEL_CAUSES: readonly Cause[] = [
  // huggingface_hub, utils/_http.py, hf_raise_for_status: the class and the status in one line, the address in another.
  cause('gated', new RegExp(`Cannot access gated repo for url ${IN_URL}`), gated, gatedHint),
  cause('gated', /GatedRepoError: (?<status>40[13]) Client Error/, gated, gatedHint),
  // What the Hub answers, in the line below.
  cause('gated', /Access to (?:model|dataset) (?<what>[\w./-]{1,200}) is restricted/, gated, gatedHint),
  // transformers, utils/hub.py, cached_files; the repo is in the next line.
  cause('gated', /OSError: You are trying to access a gated repo\./, gated, gatedHint),
  // datasets, load.py, dataset_module_factory.
  cause('gated', /Dataset '(?<what>[\w./-]{1,200})' is a gated dataset on the Hub/, gated, gatedHint),
  // huggingface_hub, utils/_http.py.
  cause('repo-not-found', new RegExp(`Repository Not Found for url: ${IN_URL}`), missing, missingHint),
  // transformers, utils/hub.py.
  cause(
    'repo-not-found',
    /OSError: (?<what>[\w./-]{1,200}) is not a local folder and is not a valid model identifier/,
    missing,
    missingHint,
  ),
  // datasets, load.py.
  cause(
    'repo-not-found',
    /Dataset '(?<what>[\w./-]{1,200})' doesn't exist on the Hub or cannot be accessed/,
    missing,
    missingHint,
  ),
  // huggingface_hub, utils/_http.py; transformers, utils/hub.py; datasets, load.py.
  cause(
    'revision-not-found',
    /Revision Not Found for url: |is not a valid git identifier \(branch name, tag name or commit id\)|Revision '[^']{1,100}' doesn't exist for dataset/,
    () => 'The revision does not exist.',
    'Give a branch, a tag or a commit that the repo has as --model-revision.',
  ),
  // The Hub's answers to a token that it does not know.
  cause(
    'bad-token',
    /Invalid credentials in Authorization header|Invalid username or password/,
    () => 'The Hub does not know the token.',
    'Give one that is valid with --secrets HF_TOKEN.',
  ),
  // transformers, models/auto/configuration_auto.py.
  cause(
    'unsupported-architecture',
    /has model type `(?<what>[^`]{1,100})` but Transformers does not recognize this architecture/,
    ({ what }) => `The transformers that was installed does not know models of the type ${quoted(what ?? '')}.`,
    'It may be newer than the pinned version; another backend or a newer framework may know it.',
  ),
  // vLLM, model_executor/models/registry.py, _raise_for_unsupported.
  cause(
    'unsupported-architecture',
    /Model architectures? (?:\[')?(?<what>[\w', -]{1,200}?)(?:'\])? (?:are|is) not supported/,
    ({ what }) => `The vLLM that was installed cannot run models of the architecture ${quoted(what ?? '')}.`,
    'Take another backend with --backend, or a newer framework.',
  ),
  // vLLM, model_executor/model_loader/utils.py, resolve_transformers_arch.
  cause(
    'unsupported-architecture',
    /(?<what>\w{1,100}) has no vLLM implementation and the Transformers implementation is not compatible/,
    ({ what }) => `The vLLM that was installed cannot run models of the architecture ${quoted(what ?? '')}.`,
    'Take another backend with --backend, or a newer framework.',
  ),
  // vLLM, config/model.py, _get_and_verify_max_len.
  cause(
    'max-model-length-too-long',
    /User-specified max_model_len \((?<length>\d{1,10})\) is greater than the derived max_model_len(?: \([^)]{0,60}?=(?<most>\d{1,10}))?/,
    ({ length, most }) =>
      `--max-model-length ${length} is more than the ${most ?? 'length'} that the model was made for.`,
    ({ most }) => `Set --max-model-length to ${most ?? 'that'} at most, or leave it out.`,
  ),
  // transformers, tokenization_utils_base.py, get_chat_template, and processing_utils.py; vLLM, entrypoints/chat_utils.py.
  cause(
    'no-chat-template',
    /tokenizer\.chat_template is not set and no template argument was passed|this processor does not have a chat template|default chat template is no longer allowed, so you must provide a chat template/,
    () => 'The model has no chat template, as models that were not trained for chats.',
    'Pass --chat-template false, and choose tasks that need none.',
  ),
  // datasets up to 3, load.py; transformers, dynamic_module_utils.py, resolve_trust_remote_code, has the same for models.
  {
    ...cause(
      'dataset-needs-code',
      /The repository (?:for )?(?<what>[\w./-]{1,200}) contains custom code which must be executed to correctly load the dataset/,
      ({ what }) => `The data ${quoted(what ?? '')} is loaded by a program of its own.`,
      PINNED,
    ),
    unless: /Warning: The repository/,
  },
  // datasets since 4, load.py.
  cause(
    'dataset-needs-code',
    /Dataset scripts are no longer supported, but found (?<what>[\w.-]{1,200})/,
    ({ what }) =>
      `The data is loaded by a program of its own, ${quoted(what ?? '')}, which the datasets library runs no more.`,
    'No option helps: choose a task whose data is in plain files.',
  ),
  {
    ...cause(
      'needs-remote-code',
      /The repository (?:for )?(?<what>[\w./-]{1,200}) (?:contains|references) custom code .{0,300}to correctly load the model/,
      ({ what }) => `The model ${quoted(what ?? '')} brings code of its own, which was not run.`,
      PINNED,
    ),
    unless: /Warning: The repository/,
  },
  // transformers 4, dynamic_module_utils.py; vLLM, transformers_utils/config.py.
  cause(
    'needs-remote-code',
    /requires you to execute (?:the configuration file|custom code)|consider setting `trust_remote_code=True` in LLM or using the `--trust-remote-code` flag/,
    () => 'The model brings code of its own, which was not run.',
    PINNED,
  ),
];

function gated({ what }: Readonly<Record<string, string | undefined>>): string {
  return `${what === undefined ? 'A repo' : quoted(what)} is gated, and access to it was not given.`;
}

function gatedHint({ status }: Readonly<Record<string, string | undefined>>): string {
  const first = status === '401' ? 'No token that it knows was given. ' : '';
  return `${first}Accept the conditions on its page on the Hub ${TOKEN}.`;
}

function missing({ what }: Readonly<Record<string, string | undefined>>): string {
  return `${what === undefined ? 'A repo' : quoted(what)} does not exist, or is private.`;
}

function missingHint(): string {
  return 'Check its name; for a private one give a token that may read it with --secrets HF_TOKEN.';
}
