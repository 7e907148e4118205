/**
 * What result files call the model of a request, where that is not its repo: exactly so, for the pinned version. All other
 * ways write `ORG/NAME`, as it was given: lighteval 0.13 `model_config.model_name`, lm-eval 0.4.13 `model_args.model`, and
 * inspect-ai 0.3.285 behind the name of the provider, which its reader takes off.
 */
export function modelNamesOf({
  framework,
  backend,
  model,
}: {
  readonly framework?: string;
  readonly backend?: string;
  readonly model?: string;
}): readonly string[] {
  // LiteLLM takes the way to ask from what stands before the name (`lighteval/models/endpoints/litellm_model.py`).
  return framework === 'lighteval' && backend === 'endpoint' && model !== undefined ? [`openai/${model}`] : [];
}
