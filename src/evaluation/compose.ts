import type { Part } from './parts.ts';
import type { CommandPlan, EvaluationRequest } from './request.ts';
import type { Pins } from './versions.ts';

/** Where every framework writes, below the folder that it is started in. */
export const OUTPUT = 'results';

/** What a framework's planner has found out, beside what its parts say. */
export type Draft = {
  readonly request: EvaluationRequest;
  readonly pins: Pins;
  readonly python: string;
  /** Before the user's own arguments. */
  readonly argv: readonly string[];
  readonly part: Required<Part>;
  readonly needsGpu: boolean;
  readonly needsDocker?: boolean;
  readonly detaches?: boolean;
  readonly files?: Readonly<Record<string, string>>;
};

/** A plan of what is known of it. */
export function composePlan(draft: Draft): CommandPlan {
  const { request, pins, python, argv, part, needsGpu, needsDocker = false, detaches = false, files = {} } = draft;
  const chosen = part.packages.map((name) => [name, pins.optional[name] ?? ''] as const);
  const versions = { ...pins.packages, ...Object.fromEntries(chosen) };
  return {
    python,
    requirements: requirementsOf(versions, [...pins.extras, ...part.extras]),
    resolvedUntil: pins.resolvedUntil,
    argv: [...argv, ...(request.options.extraArgs ?? [])],
    environment: part.environment,
    files,
    secrets: { needed: part.needed, wanted: part.wanted },
    needsGpu,
    needsDocker,
    detaches,
    output: OUTPUT,
    versions,
    notes: [...part.notes, ...noteCuts(request)],
  };
}

/** As pip takes them: `lighteval[vllm,wandb]==0.13.0`. */
function requirementsOf(versions: Readonly<Record<string, string>>, extras: readonly string[]): string[] {
  return Object.entries(versions).map(([name, version]) => {
    const own = [...new Set(extras)].filter((extra) => extra.startsWith(`${name}[`));
    const names = own.map((extra) => extra.slice(name.length + 1, -1)).join(',');
    return `${name}${names === '' ? '' : `[${names}]`}==${version}`;
  });
}

function noteCuts({ tasks }: EvaluationRequest): string[] {
  return tasks
    .filter((task) => task.cutsShots)
    .map(
      ({ text }) =>
        `${text}: the last field asks for fewer shots where a prompt is too long, which nothing does any more`,
    );
}

/**
 * Data as a text that YAML's readers take: JSON, without the characters that YAML does not allow in it or would take for the
 * end of a line.
 */
export function configText(data: unknown): string {
  const json = JSON.stringify(data, null, 2);
  const plain = json.replaceAll(
    /[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return `${plain}\n`;
}
