import { checkRequest } from '../evaluation/check-request.ts';
import type { EvaluationRequest, Planned } from '../evaluation/request.ts';
import { backendsOf, VERSIONS, type Versions } from '../evaluation/versions.ts';
import { planInspect } from './inspect-ai/command.ts';
import { planLighteval } from './lighteval/command.ts';
import { planLmEval } from './lm-eval/command.ts';
import { planNemoEvaluator } from './nemo-evaluator/command.ts';

export { backendsOf };

/** What starts an evaluation, or all that stands in its way. */
export function planCommand(request: EvaluationRequest, versions: Versions = VERSIONS): Planned {
  const { framework, backend } = request;
  const pins = versions.pins[framework][backend];
  const general = checkRequest(request);
  if (pins === undefined) {
    const missing = `${framework} has no backend ${backend}; it has ${backendsOf(framework, versions).join(', ')}`;
    return { problems: [missing, ...general] };
  }
  const { python, vllmImage: image } = versions;
  const planned = {
    lighteval: () => planLighteval(request, pins, python),
    'inspect-ai': () => planInspect(request, pins, python),
    'lm-eval': () => planLmEval(request, pins, python),
    'nemo-evaluator': () => planNemoEvaluator(request, pins, { python, image }),
  }[framework]();
  const own = 'problems' in planned ? planned.problems : [];
  const problems = [...new Set([...general, ...own])];
  return problems.length > 0 ? { problems } : planned;
}
