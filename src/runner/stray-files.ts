import { type Dirent, readdirSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { RESULTS_FOLDER } from './model-folder.ts';

/**
 * What lies in `.eval_results/` beside a local card without being one of its YAML files: files with other endings, and YAML
 * files in folders of it. Their paths in the repo, in order; none where the folder cannot be read.
 */
export function listStrayFiles(card: string): string[] {
  const root = dirname(card);
  const folder = join(root, RESULTS_FOLDER);
  const paths = list(folder).flatMap((entry) => {
    if (entry.isDirectory()) return yamlFilesIn(join(folder, entry.name), MOST_LEVELS);
    return isYaml(entry) ? [] : [join(folder, entry.name)];
  });
  return paths.map((path) => relative(root, path).split(sep).join('/')).sort();
}

/** Nobody looks for results further down. */
const MOST_LEVELS = 5;

/** Links are not followed, unlike by `readdirSync` with `recursive`: one to a folder above never ends. */
function yamlFilesIn(folder: string, levels: number): string[] {
  if (levels === 0) return [];
  return list(folder).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return yamlFilesIn(path, levels - 1);
    return entry.isFile() && isYaml(entry) ? [path] : [];
  });
}

function list(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    // Whoever lists the files of results tells what is wrong with the folder.
    return [];
  }
}

function isYaml({ name }: Dirent): boolean {
  return /\.ya?ml$/i.test(name);
}
