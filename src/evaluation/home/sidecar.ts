import { type Part, partOf } from '../../data.ts';
import { countOf, finiteNumber, known, textOf } from '../../frameworks/facts.ts';
import { PHASES, type Phase } from './marks.ts';

/** What was asked for, as whoever started the run knows it; the sidecar repeats it. */
export type About = {
  /** Repo id. */
  readonly model?: string;
  /** Where its scores belong: what was asked for, or for a commit the branch that was named with it. */
  readonly revision?: string;
  /** The commit that it was at. */
  readonly sha?: string;
  readonly framework?: string;
  /** Of the framework, as it was pinned. */
  readonly version?: string;
  readonly backend?: string;
  readonly tasks?: readonly string[];
  /** Samples of each task; absent for all. */
  readonly limit?: number;
  readonly chatTemplate?: boolean;
  readonly shots?: number;
  readonly jobUrl?: string;
};

/** What the wrapper wrote beside the results, as `run.json`: what results themselves do not tell. */
export type Sidecar = {
  readonly run?: string;
  readonly about: About;
  /** The program and its arguments, as they were planned. */
  readonly argv: readonly string[];
  /** How far it came: `run` when the program was started. */
  readonly phase?: Phase;
  /** When each phase began: ISO times in UTC. The program ran from `run` to `save`. */
  readonly phases: Readonly<Partial<Record<Phase, string>>>;
  /** Of the wrapper. */
  readonly exitCode?: number;
  /** Of the program; absent when it was not started. */
  readonly programExitCode?: number;
  /** The signal that ended it from outside. */
  readonly stoppedBy?: number;
  readonly python?: string;
  /** Versions of everything that was installed, by package; empty for what came from an address. */
  readonly packages: ReadonlyMap<string, string>;
  readonly gpus: readonly string[];
  /** Hub Jobs tell these two. */
  readonly jobId?: string;
  readonly accelerator?: string;
};

const MOST_TEXT = 1_000_000;
const MOST_ITEM = 1_000;
const MOST_ITEMS = 2_000;
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;

/** Reads a sidecar; undefined for what is none. What it does not tell, or not as it should, is absent. */
export function readSidecar(text: string): Sidecar | undefined {
  if (text.length > MOST_TEXT) return undefined;
  try {
    return sidecarOf(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** The sidecar that a document is; undefined for any other. */
export function sidecarOf(data: unknown): Sidecar | undefined {
  const part = partOf(data);
  if (part.version !== 1 || typeof part.run !== 'string') return undefined;
  const { phase, phases, packages } = part;
  const times = PHASES.flatMap((name): [Phase, string][] => {
    const time = shortText(partOf(phases)[name]);
    return time !== undefined && TIME.test(time) ? [[name, time]] : [];
  });
  return {
    about: readAbout(partOf(part.about)),
    argv: shortTexts(part.argv),
    phases: Object.fromEntries(times),
    packages: new Map(
      Object.entries(partOf(packages))
        .slice(0, MOST_ITEMS)
        .flatMap(([name, version]): [string, string][] =>
          typeof version === 'string' ? [[plainName(name).slice(0, MOST_ITEM), version.slice(0, MOST_ITEM)]] : [],
        ),
    ),
    gpus: shortTexts(part.gpus),
    ...known({
      run: /^[0-9a-f]{32}$/.test(part.run) ? part.run : undefined,
      phase: PHASES.find((name) => name === phase),
      exitCode: countOf(part.exitCode),
      programExitCode: countOf(part.programExitCode),
      stoppedBy: countOf(part.stoppedBy),
      python: shortText(part.python),
      jobId: shortText(part.jobId),
      accelerator: shortText(part.accelerator),
    }),
  };
}

/** The version of a package; undefined where it was not installed, or came from an address. */
export function versionOf({ packages }: Sidecar, name: string): string | undefined {
  return textOf(packages.get(plainName(name)));
}

/** What a job was asked for, of the variables that it was given; nothing where they do not tell. */
export function aboutOfJob({ HF_EVAL_PLAN: plan }: Part): About {
  if (typeof plan !== 'string') return {};
  try {
    return readAbout(partOf(partOf(JSON.parse(plan)).about));
  } catch {
    return {};
  }
}

function readAbout(part: Part): About {
  const { chatTemplate, tasks } = part;
  return known({
    model: shortText(part.model),
    revision: shortText(part.revision),
    sha: shortText(part.sha),
    framework: shortText(part.framework),
    version: shortText(part.version),
    backend: shortText(part.backend),
    tasks: Array.isArray(tasks) ? shortTexts(tasks) : undefined,
    limit: finiteNumber(part.limit),
    chatTemplate: typeof chatTemplate === 'boolean' ? chatTemplate : undefined,
    shots: countOf(part.shots),
    jobUrl: shortText(part.jobUrl),
  });
}

function shortText(value: unknown): string | undefined {
  return textOf(value)?.slice(0, MOST_ITEM);
}

function shortTexts(list: unknown): readonly string[] {
  const items = Array.isArray(list) ? (list as readonly unknown[]) : [];
  return items.slice(0, MOST_ITEMS).flatMap((item) => (typeof item === 'string' ? [item.slice(0, MOST_ITEM)] : []));
}

/** Names of packages are written in several ways: PEP 503. */
function plainName(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, '-');
}
