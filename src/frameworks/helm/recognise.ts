import type { Part } from '../../data.ts';
import type { Content, ResultFile } from '../../files/content.ts';
import { companionOf, settle } from '../beside.ts';
import { filesBeside, isMapping, known, mappingOf, textOf } from '../facts.ts';
import type { Role } from '../reader.ts';
import type { Refusal } from '../run.ts';

/** What a content is to HELM: each is a file of a run's folder. */
export type Kind = 'stats' | 'per-instance-stats' | 'run-spec' | 'scenario';

/** The role of each kind. */
export const ROLES: Readonly<Record<Kind, Role>> = {
  stats: 'results',
  'per-instance-stats': 'samples',
  'run-spec': 'companion',
  scenario: 'companion',
};

/** What a content is to HELM; undefined for any other. */
export function kindOf(content: Content): Kind | undefined {
  if (content.kind !== 'document') return undefined;
  const { data } = content;
  if (Array.isArray(data)) return kindOfList(data);
  if (!isMapping(data) || textOf(data.name) === undefined) return undefined;
  if (isMapping(data.adapter_spec) && isMapping(data.scenario_spec)) return 'run-spec';
  return Array.isArray(data.tags) && typeof data.definition_path === 'string' ? 'scenario' : undefined;
}

function kindOfList([first]: readonly unknown[]): Kind | undefined {
  if (!isMapping(first)) return undefined;
  if (isMapping(first.name)) {
    const isStat =
      textOf(first.name.name) !== undefined && Object.hasOwn(first, 'count') && Object.hasOwn(first, 'sum');
    return isStat ? 'stats' : undefined;
  }
  const isInstance = Object.hasOwn(first, 'instance_id') && Object.hasOwn(first, 'train_trial_index');
  return isInstance && Array.isArray(first.stats) ? 'per-instance-stats' : undefined;
}

/** What lies beside a file of a run, as far as it is certain to be of the same one. */
export type Beside = {
  readonly runSpec?: Part;
  readonly scenario?: Part;
  /** Whether the folder is that of one run. */
  readonly isAlone: boolean;
  readonly refused: readonly Refusal[];
};

/** What lies beside statistics of a run or of its instances. */
export function findBeside({ path, content }: ResultFile, nearby: readonly ResultFile[]): Beside {
  const beside = filesBeside(path, nearby);
  const ofKind = (kind: Kind | undefined): ResultFile[] => beside.filter((file) => kindOf(file.content) === kind);
  const rivals = ofKind(kindOf(content));
  const [runSpec, scenario] = (['run-spec', 'scenario'] as const).map((kind) =>
    settle(companionOf(path, ofKind(kind), rivals), kind === 'run-spec' ? 'run_spec.json' : 'scenario.json'),
  );
  const dataOf = (one: typeof runSpec): Part | undefined =>
    one?.found === undefined ? undefined : mappingOf(one.found.content);
  return {
    ...known({ runSpec: dataOf(runSpec), scenario: dataOf(scenario) }),
    isAlone: rivals.length <= 1,
    refused: [...(runSpec?.refused ?? []), ...(scenario?.refused ?? [])],
  };
}
