import { styleText } from 'node:util';

/** How a terminal marks text. */
type Style = Readonly<Record<'bold' | 'dim' | 'green' | 'yellow' | 'red', (text: string) => string>>;

type Stream = { readonly isTTY?: boolean };

/** Colour on a terminal only; NO_COLOR and FORCE_COLOR are honoured as everywhere. */
export function styleFor(stream: Stream, env: Readonly<Record<string, string | undefined>>): Style {
  const forced = env.FORCE_COLOR !== undefined && env.FORCE_COLOR !== '0' && env.FORCE_COLOR !== '';
  const coloured = forced || (stream.isTTY === true && !env.NO_COLOR && env.TERM !== 'dumb');
  const style = (format: Parameters<typeof styleText>[0]) => (text: string) =>
    coloured ? styleText(format, text, { validateStream: false }) : text;
  return { bold: style('bold'), dim: style('dim'), green: style('green'), yellow: style('yellow'), red: style('red') };
}
