import { errorReply, jsonReply, type Reply } from '../reply.ts';
import { ranged } from '../routes-files.ts';
import type { Account, Call } from '../state.ts';
import { readShard } from './shards.ts';
import { readXetFile } from './store.ts';
import { writeXorb } from './xorbs.ts';

const CAS = 'xet-cas';
const LIFETIME_SECONDS = 900;
const HASH = /^[0-9a-f]{64}$/;

/** A token for the store, which opens nothing else, and where the store is. */
export function xetTokenReply({ state }: Call): Reply {
  const exp = Math.floor(state.now() / 1000) + LIFETIME_SECONDS;
  const accessToken = `xet_${state.nextId()}`;
  const expiresAt = new Date(exp * 1000).toISOString();
  const account: Account = { user: '[xet]', role: 'fineGrained', resource: CAS, expiresAt };
  state.accounts.set(accessToken, account);
  const casUrl = `${state.origin}/${CAS}`;
  const headers = { 'x-xet-cas-url': casUrl, 'x-xet-access-token': accessToken, 'x-xet-token-expiration': String(exp) };
  return jsonReply({ casUrl, exp, accessToken }, 200, headers);
}

/** `/xet-cas/…`, the store of the Xet protocol (hub docs, "xet/api"), as far as buckets need it; undefined for others. */
export function xetRoute(call: Call): Reply | undefined {
  const [place, version, kind, ...rest] = call.segments;
  if (place !== CAS) return undefined;
  const { method } = call;
  const hash = rest.at(-1) ?? '';
  if (`${method} ${version}` === 'GET data') return dataReply(call, kind ?? '');
  if (call.account?.resource !== CAS) return errorReply(401, 'Unauthorized');
  // Newer versions of the same calls answer 404, upon which clients take these.
  if (version !== 'v1') return errorReply(404, 'Not found');
  const { xorbs, files } = call.state.xet;
  if (method === 'POST' && kind === 'xorbs' && HASH.test(hash)) {
    const isNew = !xorbs.has(hash);
    xorbs.set(hash, Buffer.from(call.body));
    return jsonReply({ was_inserted: isNew });
  }
  if (method === 'POST' && kind === 'shards') {
    for (const [file, terms] of readShard(Buffer.from(call.body))) files.set(file, terms);
    return jsonReply({ result: 1 });
  }
  if (method === 'GET' && kind === 'reconstructions') return planReply(call, hash);
  return errorReply(404, 'Not found');
}

/** How to get a file: here always one xorb, made for it, from one URL. */
function planReply(call: Call, hash: string): Reply {
  const bytes = readXetFile(call.state, hash);
  if (bytes === undefined) return errorReply(404, 'File not found');
  const [, from = '0'] = /^bytes=(\d+)-/.exec(call.headers.range ?? '') ?? [];
  if (Number(from) >= bytes.byteLength) return errorReply(416, 'Range not satisfiable');
  const { xorb, chunks } = writeXorb(bytes);
  const range = { start: 0, end: chunks };
  const url = `${call.state.origin}/${CAS}/data/${hash}`;
  return jsonReply({
    offset_into_first_range: Number(from),
    terms: [{ hash, unpacked_length: bytes.byteLength, range }],
    fetch_info: { [hash]: [{ range, url, url_range: { start: 0, end: xorb.byteLength - 1 } }] },
  });
}

function dataReply(call: Call, hash: string): Reply {
  const bytes = readXetFile(call.state, hash);
  if (bytes === undefined) return errorReply(404, 'Xorb not found');
  return ranged(call, writeXorb(bytes).xorb, { 'content-type': 'application/octet-stream' });
}
