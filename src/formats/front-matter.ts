const TAG = /^pipeline_tag:[ \t]*(["']?)([a-z0-9]+(?:-[a-z0-9]+)*)\1[ \t]*(?:#.*)?$/m;

/**
 * The model's task, a Hub pipeline tag, from a card's front matter; undefined when there is none. Only the one plain
 * line that cards have is understood: the YAML library would take longer to load than the whole card to read, and a
 * preview should not fail because something else in the front matter is broken.
 */
export function readPipelineTag(yaml: string | undefined): string | undefined {
  return yaml === undefined ? undefined : TAG.exec(yaml)?.[2];
}
