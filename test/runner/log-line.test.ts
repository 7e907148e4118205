import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withoutCommands } from '../../src/runner/log-line.ts';
import { readRunnerLog } from '../acceptance/runner-log.ts';

describe('text for the log of a step', () => {
  it.each([
    ['::error::x', ': :error::x'],
    ['  ::error file=a::x\n', '  : :error file=a::x\n'],
    ['a\r\n\t::x::\n', 'a\r\n\t: :x::\n'],
    ['a\r\u3000\u0085::x::y', 'a\r\u3000\u0085: :x::y'],
    ['a ##[error]x ###[y', 'a ## [error]x ### [y'],
    [':::x::', ': ::x::'],
  ])('holds no command: %j', (text, shown) => {
    expect(withoutCommands(text)).toBe(shown);
  });

  it.each(['a ::error::x', '# [error]', 'std::vector<T>\n- x::y', '+::x'])('is as it was else: %j', (text) => {
    expect(withoutCommands(text)).toBe(text);
  });

  it('holds none, whatever it is', () => {
    const part = fc.constantFrom('::', ':', '##[', '#', '[', ']', ' ', '\n', '\r', '\t', '\u0085', '\u2028', 'error');
    fc.assert(
      fc.property(fc.array(part), (parts) => {
        expect(readRunnerLog(withoutCommands(parts.join(''))).commands).toEqual([]);
      }),
      { numRuns: 3_000 },
    );
  });
});
