import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type JobsHub, startJobsHub } from '../jobs/sample-jobs.ts';
import type { LocalHub } from '../server.ts';
import { talkTo } from '../talk.ts';
import { unpackLz4 } from './lz4.ts';
import { readShard } from './shards.ts';
import { readChunks, writeXorb } from './xorbs.ts';

/** An LZ4 frame of one block, as `lz4_Frame_format.md` has it: no checksums, no sizes. */
function frame(...blocks: readonly Buffer[]): Buffer {
  const sized = blocks.flatMap((block) => [uint32(block.byteLength), block]);
  return Buffer.concat([Buffer.from('04224d18604082', 'hex'), ...sized, uint32(0)]);
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

/** A chunk of a xorb. */
function chunk(scheme: number, size: number, data: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.writeUIntLE(data.byteLength, 1, 3);
  head.writeUInt8(scheme, 4);
  head.writeUIntLE(size, 5, 3);
  return Buffer.concat([head, data]);
}

/** Six letters, then eleven that are copied from them, then none. */
const HELLO = frame(Buffer.concat([Buffer.from([0x67]), Buffer.from('hello '), Buffer.from([6, 0, 0])]));
/** Copied from one letter, twenty times: 15 in the token, 1 beside it, and 4 that every copy has. */
const LONG = frame(Buffer.from([0x1f, 0x61, 1, 0, 1, 0]));

describe('LZ4', () => {
  it.each([
    ['a copy', HELLO, 'hello hello hello'],
    ['a copy of what it copies', LONG, 'a'.repeat(21)],
    ['two blocks', frame(Buffer.from([0x10, 0x62]), Buffer.from([0x10, 0x63])), 'bc'],
    ['nothing', frame(), ''],
  ])('unpacks %s', (_name, packed, text) => {
    expect(unpackLz4(packed, text.length).toString()).toBe(text);
  });

  it('takes a block as it is that is not packed', () => {
    const raw = Buffer.concat([Buffer.from('04224d18604082', 'hex'), uint32(0x80000002), Buffer.from('hi'), uint32(0)]);
    expect(unpackLz4(raw, 2).toString()).toBe('hi');
  });

  it.each([
    ['another format', Buffer.from('no frame at all')],
    ['another size', frame(Buffer.from([0x10, 0x62]))],
    ['a copy of nothing', frame(Buffer.from([0x10, 0x62, 9, 0, 0]))],
  ])('refuses %s', (_name, packed) => {
    expect(() => unpackLz4(packed, 5)).toThrow();
  });
});

describe('xorbs', () => {
  it('have chunks in three schemes, of which some are asked for', () => {
    const grouped = frame(Buffer.concat([Buffer.from([0x70]), Buffer.from('AaBbCcD')]));
    const xorb = Buffer.concat([chunk(0, 3, Buffer.from('abc')), chunk(1, 17, HELLO), chunk(2, 7, grouped)]);
    expect(readChunks(xorb, 0, 2).toString()).toBe('abchello hello hello');
    expect(readChunks(xorb, 2, 3).toString()).toBe('ABCDabc');
    expect(() => readChunks(chunk(9, 1, Buffer.from('a')), 0, 1)).toThrow('scheme 9');
  });

  it('that are written can be read', () => {
    const bytes = Buffer.from(Array.from({ length: 200_000 }, (_, at) => at % 251));
    const { xorb, chunks } = writeXorb(bytes);
    expect([chunks, readChunks(xorb, 0, chunks).equals(bytes)]).toEqual([4, true]);
  });
});

describe('shards', () => {
  it('tell the parts of files', () => {
    const entry = (hash: number, ...numbers: readonly number[]) =>
      Buffer.concat([Buffer.alloc(32, hash), ...numbers.map(uint32), Buffer.alloc(16 - numbers.length * 4)]);
    const shard = Buffer.concat([
      entry(0),
      entry(1, 0xc0000000, 2),
      entry(7, 0, 100, 0, 3),
      entry(8, 0, 100, 2, 4),
      entry(9),
      entry(9),
      entry(9),
      entry(2, 0, 1),
      entry(7, 0, 100, 1, 2),
      entry(0xff),
    ]);
    const [one, two, seven, eight] = ['01', '02', '07', '08'].map((byte) => byte.repeat(32));
    expect([...readShard(shard)]).toEqual([
      [
        one,
        [
          { xorb: seven, start: 0, end: 3 },
          { xorb: eight, start: 2, end: 4 },
        ],
      ],
      [two, [{ xorb: seven, start: 1, end: 2 }]],
    ]);
  });
});

describe('the store', () => {
  let sample: JobsHub;
  let hub: LocalHub;

  beforeAll(async () => {
    sample = await startJobsHub(() => ({}));
    ({ hub } = sample);
    hub.addBucket({ id: 'ann/open', files: { 'a.txt': 'content' } });
  });

  afterAll(() => hub.close());

  const send = async (path: string, body: string) =>
    fetch(`${hub.url}/api/buckets/ann/open/${path}`, {
      method: 'POST',
      headers: { Authorization: 'Bearer hf_ann', 'Content-Type': 'application/x-ndjson' },
      body,
    });

  it('gives tokens to those who may, which open nothing else', async () => {
    const token = async (talk = sample.ann, right = 'write') => talk.get(`/api/buckets/ann/open/xet-${right}-token`);
    const { json, headers } = await token();
    const { accessToken, casUrl, exp } = json as { accessToken: string; casUrl: string; exp: number };
    expect([casUrl, exp]).toEqual([`${hub.url}/xet-cas`, sample.clock.now / 1000 + 900]);
    expect(headers.get('x-xet-access-token')).toBe(accessToken);
    expect([(await token(sample.bob)).status, (await token(sample.bob, 'read')).status]).toEqual([403, 200]);
    expect((await talkTo(hub, accessToken).get('/api/jobs/ann')).status).toBe(403);
    expect((await sample.ann.get('/xet-cas/v1/reconstructions/x')).status).toBe(401);
    expect((await talkTo(hub, accessToken).get('/xet-cas/v2/reconstructions/x')).status).toBe(404);
  });

  it('keeps what is uploaded until a bucket takes it', async () => {
    const { json } = await sample.ann.get('/api/buckets/ann/open/xet-write-token');
    const headers = { Authorization: `Bearer ${(json as { accessToken: string }).accessToken}` };
    const [xorb, file] = ['07'.repeat(32), '01'.repeat(32)];
    const post = (path: string, body: Uint8Array) =>
      fetch(`${hub.url}/xet-cas/v1/${path}`, { method: 'POST', headers, body: new Uint8Array(body) });
    expect(await (await post(`xorbs/default/${xorb}`, chunk(1, 17, HELLO))).json()).toEqual({ was_inserted: true });
    const shard = Buffer.concat([
      Buffer.alloc(48),
      Buffer.concat([Buffer.alloc(32, 1), uint32(0), uint32(1), Buffer.alloc(8)]),
      Buffer.concat([Buffer.alloc(32, 7), uint32(0), uint32(17), uint32(0), uint32(1)]),
      Buffer.alloc(48, 0xff),
    ]);
    expect((await post('shards', shard)).status).toBe(200);
    const lines = [
      { type: 'addFile', path: 'new/b.txt', xetHash: file },
      { type: 'copyFile', path: 'c.txt', xetHash: 'f'.repeat(64) },
      { type: 'deleteFile', path: 'a.txt' },
    ];
    const partly = await send('batch', lines.map((line) => JSON.stringify(line)).join('\n'));
    expect([partly.status, await partly.json()]).toEqual([
      200,
      { success: false, processed: 3, succeeded: 2, failed: [{ path: 'c.txt', error: 'No file has this hash' }] },
    ]);
    hub.jobs.settings.bucketRedirects = false;
    expect((await sample.ann.get('/buckets/ann/open/resolve/new/b.txt')).json).toBe('hello hello hello');
    expect((await sample.ann.get('/buckets/ann/open/resolve/a.txt')).status).toBe(404);
  });

  it.each([
    ['{"type":"addFile","path":"../x","xetHash":"0"}', 422],
    ['{"type":"rename","path":"x"}', 422],
    ['{', 400],
    ['', 200],
  ])('takes no batch such as %s', async (body, status) => {
    expect((await send('batch', body)).status).toBe(status);
  });
});
