/** Longer paths are of no framework; file systems take 4,096 bytes. */
const MOST_PATH = 1_024;

/**
 * Whether a path that somebody else wrote stays in the folder that it is meant for: relative, without `..`, a drive letter
 * or what cuts a path off. It may hold what only some file systems take, such as `:` and `|`.
 */
export function isInside(path: string): boolean {
  if (path.length > MOST_PATH || /^[A-Za-z]:|[\x00-\x1f\x7f\\]/.test(path)) return false;
  return path.split('/').every((part) => part !== '' && part !== '.' && part !== '..');
}

/** Whether a path can be written on any file system and taken by any archive, beside staying inside. */
export function isPlainPath(path: string): boolean {
  return isInside(path) && !/[:|"<>*?]/.test(path);
}
