import { type Part, partOf } from '../data.ts';
import { UserError } from '../errors.ts';
import { callMlflow } from './call.ts';
import { errorCodeOf, MLFLOW_FAILED, mayBeDone } from './errors.ts';
import type { Server } from './server.ts';

/** Of MLflow (`MAX_EXPERIMENT_NAME_LENGTH`). */
const MAX_NAME = 500;

/**
 * The id of the experiment of a name, which is made where there is none.
 *
 * @throws UserError `usage` for a name that no experiment has; what calls end in; and for an experiment that was deleted.
 */
export async function openExperiment(server: Server, name: string): Promise<string> {
  if (name.trim() === '' || name.length > MAX_NAME) {
    throw new UserError('usage', `An MLflow experiment has a name of 1 to ${MAX_NAME} characters.`, {
      hint: 'Name it with MLFLOW_EXPERIMENT_NAME.',
    });
  }
  const found = await findExperiment(server, name);
  if (found !== undefined) return found;
  try {
    return await createExperiment(server, name);
  } catch (error) {
    // Another program was faster, or the answer was lost on its way.
    if (errorCodeOf(error) !== 'RESOURCE_ALREADY_EXISTS' && !mayBeDone(error)) throw error;
    return (await findExperiment(server, name)) ?? (await createExperiment(server, name));
  }
}

async function findExperiment(server: Server, name: string): Promise<string | undefined> {
  try {
    const { json, unlike } = await callMlflow(server, {
      what: `the experiment ${JSON.stringify(name)}`,
      method: 'GET',
      path: 'api/2.0/mlflow/experiments/get-by-name',
      query: { experiment_name: name },
    });
    const experiment = partOf(json.experiment);
    const id = idIn(experiment);
    if (id === undefined || experiment.name !== name) throw unlike('The answer is of another experiment');
    if (experiment.lifecycle_stage === 'deleted') throw deleted(name, id);
    return id;
  } catch (error) {
    if (errorCodeOf(error) === 'RESOURCE_DOES_NOT_EXIST') return undefined;
    throw error;
  }
}

async function createExperiment(server: Server, name: string): Promise<string> {
  const { json, unlike } = await callMlflow(server, {
    what: `the new experiment ${JSON.stringify(name)}`,
    method: 'POST',
    path: 'api/2.0/mlflow/experiments/create',
    json: { name },
  });
  const id = idIn(json);
  if (id === undefined) throw unlike('The answer has another shape');
  return id;
}

function idIn({ experiment_id: id }: Part): string | undefined {
  return typeof id === 'string' && /^[a-zA-Z0-9][\w-]{0,63}$/.test(id) ? id : undefined;
}

function deleted(name: string, id: string): UserError {
  return new UserError(MLFLOW_FAILED, `The MLflow experiment ${JSON.stringify(name)} was deleted.`, {
    hint: `Restore it (mlflow experiments restore --experiment-id ${id}), or take another name.`,
    details: { reason: 'deleted', experiment_id: id },
  });
}
