import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  DESCRIPTION_START,
  isTwinNote,
  type Marker,
  readMarker,
  renderMarker,
  renderTwinNote,
  replaceDescription,
} from '../../src/report/marker.ts';
import { MARKER } from './markers.ts';

describe('the marker', () => {
  const hex = (length: number) =>
    fc
      .array(fc.constantFrom(...'0123456789abcdef'), { minLength: length, maxLength: length })
      .map((all) => all.join(''));
  const hostile = fc
    .array(fc.constantFrom('-->', '<!--', '--!>', '\n', '"', '\\', '{', '}', '<!-- hf-eval: {', ' -->'), {
      maxLength: 5,
    })
    .map((parts) => parts.join(' '));
  const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 100 }), hostile);
  const source = fc.record(
    {
      source: text,
      label: text,
      digest: hex(64).map((digits) => `sha256:${digits}`),
      date: text,
      outputFormat: fc.constantFrom('model-index' as const, 'eval-results' as const, 'both' as const),
      onConflict: fc.constantFrom('keep' as const, 'replace' as const, 'fail' as const),
      base: text,
      command: text,
      replaced: fc.array(text, { minLength: 1, maxLength: 3 }),
      scores: text,
    },
    { requiredKeys: ['source', 'label', 'digest', 'date', 'outputFormat', 'onConflict', 'base', 'command'] },
  );
  const markers: fc.Arbitrary<Marker> = fc.record({
    repo: text,
    base: hex(40),
    turn: fc.nat(),
    files: text,
    sources: fc.array(source, { minLength: 1, maxLength: 3 }),
  });

  it('is read as it was written, wherever it stands', () => {
    fc.assert(
      fc.property(markers, text, (marker, around) => {
        const line = renderMarker(marker);
        expect(readMarker(line)).toEqual(marker);
        expect(readMarker(`${around}\n${line}\n${around.replaceAll('hf-eval', '')}`)).toEqual(marker);
        expect(line).toMatch(/^<!--[^<>\r\n]*-->$/);
      }),
      { numRuns: 1_000 },
    );
  });

  it.each<[string, string]>([
    ['nothing', ''],
    ['another comment', '<!-- other: {} -->'],
    ['no JSON', '<!-- hf-eval: {"repo": -->'],
    ['no object', '<!-- hf-eval: {"repo"} -->'],
    ['a part missing', renderMarker(MARKER).replace('"date"', '"day"')],
    ['a part of another type', renderMarker(MARKER).replace('"2026-03-01"', '7')],
    ['no turn', renderMarker(MARKER).replace('"turn":3', '"turn":"3"')],
    ['no source', renderMarker({ ...MARKER, sources: [] })],
    ['another format', renderMarker(MARKER).replace('"both"', '"all"')],
    ['another digest', renderMarker(MARKER).replace('sha256:', 'md5:')],
    ['a base that is no commit', renderMarker(MARKER).replace('c0ffee', 'coffee')],
    ['the note of a twin', renderTwinNote({ number: 3 })],
    ['one that was cut', renderMarker(MARKER).slice(0, -5)],
  ])('is not read from %s', (_, given) => {
    expect(readMarker(given)).toBeUndefined();
  });

  it('of a twin is no marker of a proposal, and the other way round', () => {
    expect(isTwinNote(renderTwinNote({ number: 3 }))).toBe(true);
    expect(isTwinNote(renderMarker(MARKER))).toBe(false);
  });
});

describe('the text of a description', () => {
  const text = `${DESCRIPTION_START}\nnew\n\n${renderMarker({ ...MARKER, turn: 4 })}\n`;
  const old = `${DESCRIPTION_START}\nold\n\n${renderMarker(MARKER)}\n`;

  it.each<[string, string, string]>([
    ['takes the place of the earlier one', old, text],
    ['leaves what stands above and below', `Dear all,\n\n${old}\nYours, Ann\n`, `Dear all,\n\n${text}\nYours, Ann\n`],
    ['goes below what a person has put in its place', 'Mine alone.', `Mine alone.\n\n${text}`],
    ['is whole where its end was taken away', `Hello.\n${DESCRIPTION_START}\nold`, `Hello.\n${text}`],
  ])('%s', (_, before, after) => {
    expect(replaceDescription(before, text)).toBe(after);
    expect(replaceDescription(after, text)).toBe(after);
    expect(readMarker(replaceDescription(before, text))?.turn).toBe(4);
  });
});
