import { describe, expect, it } from 'vitest';
import { UserError } from '../../src/errors.ts';
import { itemsOf } from '../../src/files/content.ts';
import { readItems, readLean } from '../../src/files/json-parts.ts';
import { openContent } from '../../src/files/open.ts';
import { bytesSource, type Source } from '../../src/files/source.ts';

const KEYS = new Set(['samples']);
const sourceOf = (text: string): Source => bytesSource(Buffer.from(text));

async function all(items: AsyncIterable<unknown>): Promise<unknown[]> {
  const found: unknown[] = [];
  for await (const item of items) found.push(item);
  return found;
}

/** What is left of a document, and the items of what is not. */
async function split(text: string): Promise<[unknown, unknown]> {
  const lean = await readLean(sourceOf(text), KEYS, 10_000_000);
  if (lean === undefined) throw new Error('too much is left');
  const range = lean.parts.get('samples');
  return [JSON.parse(lean.text), range === undefined ? undefined : await all(readItems(sourceOf(text), range, 'it'))];
}

describe('a JSON document without its samples', () => {
  it.each<[string, string, unknown, unknown]>([
    [
      'a list',
      '{"a": 1, "samples": [1, {"b": [2]}, "x"], "c": 3}',
      { a: 1, samples: null, c: 3 },
      [1, { b: [2] }, 'x'],
    ],
    ['an empty list', '{"samples":[]}', { samples: null }, []],
    ['a list of one', '{"samples":[ null ]}', { samples: null }, [null]],
    ['a mapping', '{"samples": {"t": [1]}}', { samples: null }, [{ t: [1] }]],
    ['a number', '{"samples": 5, "b": 1}', { samples: 5, b: 1 }, undefined],
    ['a text of brackets', '{"samples": "[1]", "b": "]}"}', { samples: '[1]', b: ']}' }, undefined],
    [
      'deeper down',
      '{"a": {"samples": [1]}, "b": [{"samples": [2]}]}',
      { a: { samples: [1] }, b: [{ samples: [2] }] },
      undefined,
    ],
    ['a value of that name', '{"a": "samples", "b": [1]}', { a: 'samples', b: [1] }, undefined],
    [
      'texts of marks',
      '{"x\\"y": "\\\\", "samples": ["]", "\\"", "\\\\", "{,"], "z": "多🦅"}',
      { 'x"y': '\\', samples: null, z: '多🦅' },
      [']', '"', '\\', '{,'],
    ],
    [
      'a list of nothing but lists',
      '["samples", [1], {"samples": [2]}]',
      ['samples', [1], { samples: [2] }],
      undefined,
    ],
  ])('has %s', async (_, text, left, items) => {
    expect(await split(text)).toEqual([left, items]);
  });

  it('is the same wherever the pieces end in which it is read', async () => {
    const end = '"多\\"🦅]", "samples": [{"a": "\\\\"}, ["]"]], "z": {"y": "{"}}';
    for (let shift = 0; shift <= end.length + 8; shift += 1) {
      const text = `{"pad": "${'x'.repeat(1_000_000 - 9 - shift)}", "k": ${end}`;
      const [left, items] = await split(text);
      expect(left).toMatchObject({ k: '多"🦅]', samples: null, z: { y: '{' } });
      expect(items).toEqual([{ a: '\\' }, [']']]);
    }
  });

  it('is refused where more is left than may be', async () => {
    const text = `{"a": "${'x'.repeat(100)}", "samples": [${'1,'.repeat(1000)}1]}`;
    expect(await readLean(sourceOf(text), KEYS, 100)).toBeUndefined();
    expect((await readLean(sourceOf(text), KEYS, 200))?.parts.size).toBe(1);
  });

  it.each(['{"samples": [1, ', '{"samples": [1, "', '{"samples'])('that was cut off stays broken: %j', async (text) => {
    const lean = await readLean(sourceOf(text), KEYS, 100);
    expect(() => JSON.parse(lean?.text ?? '') as unknown).toThrow(SyntaxError);
  });

  it('tells which items cannot be read', async () => {
    const broken = all(readItems(sourceOf('[1, {"a": }, 2]'), { start: 0, end: 15 }, 'the list'));
    await expect(broken).rejects.toBeInstanceOf(UserError);
    await expect(broken).rejects.toMatchObject({ code: 'invalid-file', message: expect.stringContaining('the list') });
  });
});

describe('a long document', () => {
  const samples = Array.from({ length: 2000 }, (_, id) => ({
    id,
    text: 'x'.repeat(50),
    score: id % 2 ? Number.NaN : 1,
  }));
  const written = (data: unknown): string => JSON.stringify(data).replaceAll('"score":null', '"score":NaN');

  it('has its samples beside it, as Python wrote them', async () => {
    const content = await openContent(
      sourceOf(written({ status: 'success', samples, reductions: [1], eval: {} })),
      'a.json',
    );
    if (content.kind !== 'document') throw new Error(content.kind);
    expect(content.data).toEqual({ status: 'success', samples: null, reductions: null, eval: {} });
    expect(await all(itemsOf(content, 'samples'))).toEqual(samples);
    expect(await all(itemsOf(content, 'reductions'))).toEqual([1]);
    expect(await all(itemsOf(content, 'eval'))).toEqual([{}]);
    expect(await all(itemsOf(content, 'lost'))).toEqual([]);
    expect(content.bytes).toBeLessThan(200);
  });

  it('that is a list is read whole, and item by item', async () => {
    const content = await openContent(sourceOf(`\uFEFF\n${written(samples)}`), 'a.json');
    if (content.kind !== 'document') throw new Error(content.kind);
    expect(content.data).toEqual(samples);
    expect(await all(itemsOf(content))).toEqual(samples);
  });

  it('that is short has all in its data', async () => {
    const content = await openContent(sourceOf('{"samples": [1, 2]}'), 'a.json');
    if (content.kind !== 'document') throw new Error(content.kind);
    expect([content.data, await all(itemsOf(content, 'samples'))]).toEqual([{ samples: [1, 2] }, [1, 2]]);
  });

  /** A text that is made as it is read: a piece again and again, behind a start of the same length. */
  const madeOf = (start: string, piece: string, count: number): Source => {
    const some = Buffer.from(piece.repeat(Math.ceil(2_000_000 / piece.length)));
    const size = piece.length * count;
    return {
      size,
      read: async (from, to) => {
        const skip = from % piece.length;
        const bytes = some.subarray(skip, skip + Math.max(0, Math.min(to, size) - from));
        return from === 0 ? Buffer.concat([Buffer.from(start), bytes.subarray(start.length)]) : bytes;
      },
    };
  };

  it('of more than can be in memory is refused, but for a list, of which the first item is read', async () => {
    const mapping = openContent(madeOf('{"a":[', '1,', 33_000_000), 'a.json');
    await expect(mapping).rejects.toMatchObject({ code: 'invalid-file', message: expect.stringContaining('66 MB') });
    const list = await openContent(madeOf('[', '["a",1],', 8_300_000), 'b.json');
    expect(list).toMatchObject({ kind: 'document', data: ['a'], isCut: true });
  });
});
