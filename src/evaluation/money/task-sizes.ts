import type { Task } from '../request.ts';

/** What a task asks of a model, roughly: enough to say whether a run takes minutes or hours. */
export type TaskSize = {
  readonly samples: number;
  /** Tokens that a sample has to read, all its requests together: a multiple-choice task asks once for each choice. */
  readonly prompt: number;
  /** Examples that are counted in it; none where it is left out. */
  readonly shots?: number;
  /** Tokens that the model writes for it. */
  readonly answer: number;
};

/** Samples are those of the datasets' usual splits; tokens are of usual prompts, with the customary examples. */
const SIZES: Readonly<Record<string, TaskSize>> = {
  aime24: { samples: 30, prompt: 200, answer: 6000 },
  aime25: { samples: 30, prompt: 200, answer: 6000 },
  arcchallenge: { samples: 1172, prompt: 4000, shots: 25, answer: 0 },
  arceasy: { samples: 2376, prompt: 4000, shots: 25, answer: 0 },
  bbh: { samples: 6511, prompt: 1200, shots: 3, answer: 200 },
  boolq: { samples: 3270, prompt: 400, answer: 0 },
  drop: { samples: 9536, prompt: 1000, shots: 3, answer: 20 },
  gpqa: { samples: 448, prompt: 1000, shots: 5, answer: 1000 },
  gpqadiamond: { samples: 198, prompt: 400, answer: 1000 },
  gsm8k: { samples: 1319, prompt: 900, shots: 5, answer: 200 },
  hellaswag: { samples: 10_042, prompt: 4000, shots: 10, answer: 0 },
  humaneval: { samples: 164, prompt: 200, answer: 300 },
  ifeval: { samples: 541, prompt: 100, answer: 500 },
  math: { samples: 5000, prompt: 800, shots: 4, answer: 600 },
  math500: { samples: 500, prompt: 800, shots: 4, answer: 1000 },
  mbpp: { samples: 500, prompt: 600, shots: 3, answer: 150 },
  mmlu: { samples: 14_042, prompt: 2800, shots: 5, answer: 0 },
  mmlupro: { samples: 12_032, prompt: 1500, shots: 5, answer: 400 },
  musr: { samples: 756, prompt: 3000, answer: 0 },
  openbookqa: { samples: 500, prompt: 200, answer: 0 },
  piqa: { samples: 1838, prompt: 120, answer: 0 },
  simpleqa: { samples: 4326, prompt: 80, answer: 60 },
  truthfulqa: { samples: 817, prompt: 2500, answer: 0 },
  truthfulqamc: { samples: 817, prompt: 2500, answer: 0 },
  winogrande: { samples: 1267, prompt: 300, shots: 5, answer: 0 },
};

/** Tasks that somebody has counted, without punctuation. */
export const COUNTED: readonly string[] = Object.keys(SIZES);

/** Spellings that frameworks have beside that of the task itself. */
const ALSO: Readonly<Record<string, string>> = {
  mmlu0shot: 'mmlu',
  mmlu5shot: 'mmlu',
  truthfulqamc1: 'truthfulqa',
  truthfulqamc2: 'truthfulqa',
  hendrycksmath: 'math',
  aime2024: 'aime24',
  aime2025: 'aime25',
};

/**
 * The size of a task by the name that a framework has for it; undefined for one that nobody has counted. An example is about
 * as long as the question itself; without a number of them, the customary one is taken.
 */
export function sizeOfTask({ name, shots }: Pick<Task, 'name' | 'shots'>): TaskSize | undefined {
  const last = name.split('/').at(-1) ?? name;
  const key = last.toLowerCase().replace(/[^a-z0-9]/g, '');
  const size = SIZES[ALSO[key] ?? key];
  if (size === undefined || shots === undefined) return size;
  return { ...size, shots, prompt: Math.round((size.prompt * (shots + 1)) / ((size.shots ?? 0) + 1)) };
}
