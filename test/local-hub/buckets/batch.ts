import { partOf } from '../card-rules.ts';
import { errorReply, jsonReply, type Reply } from '../reply.ts';
import type { Call } from '../state.ts';
import { readXetFile } from '../xet/store.ts';
import { type Bucket, isBucketPath, removeBucketFile, writeBucketFile } from './buckets.ts';

/** `POST …/batch`: files that were uploaded by the Xet protocol come into a bucket, copies do, and others go. */
export function batchReply({ call, bucket }: { readonly call: Call; readonly bucket: Bucket }): Reply {
  let lines: readonly Readonly<Record<string, unknown>>[];
  try {
    const text = new TextDecoder().decode(call.body);
    lines = text
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line) => partOf(JSON.parse(line)));
  } catch {
    return errorReply(400, 'Invalid NDJSON');
  }
  const failed = lines.flatMap((line) => {
    const error = apply(call, bucket, line);
    return error === undefined ? [] : [{ path: String(line.path), error }];
  });
  const succeeded = lines.length - failed.length;
  const isLost = lines.length > 0 && succeeded === 0;
  return jsonReply({ success: failed.length === 0, processed: lines.length, succeeded, failed }, isLost ? 422 : 200);
}

function apply(call: Call, bucket: Bucket, line: Readonly<Record<string, unknown>>): string | undefined {
  const { type, xetHash } = line;
  const path = String(line.path);
  if (!isBucketPath(path)) return 'Invalid path';
  if (type === 'deleteFile') {
    removeBucketFile(bucket, path);
    return undefined;
  }
  if (type !== 'addFile' && type !== 'copyFile') return 'Unknown operation';
  const bytes = readXetFile(call.state, String(xetHash));
  if (bytes === undefined) return 'No file has this hash';
  writeBucketFile(bucket, path, bytes);
  return undefined;
}
