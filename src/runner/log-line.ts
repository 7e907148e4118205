/**
 * Text for the log of a step, in which the Actions runner finds no command: it takes one for that at the beginning of a line,
 * whatever blanks stand before it, and the old form anywhere (ActionCommand.cs). Both are broken up by a blank. JSON and YAML
 * of this program hold neither.
 */
export function withoutCommands(text: string): string {
  return text.replace(/^([^\S\r\n]|\x85)*::/gm, (start) => `${start.slice(0, -1)} :`).replaceAll('##[', '## [');
}
