import { createHash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { Tools } from '../../../src/evaluation/home/blocks.ts';
import { type Mark, readMark } from '../../../src/evaluation/home/marks.ts';

export const NONCE = 'fedcba9876543210'.repeat(2);
export const OTHER_NONCE = 'a'.repeat(32);

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

export const TOOLS: Tools = {
  sha256,
  gunzip: (bytes, most) => gunzipSync(bytes, { maxOutputLength: most }),
};

export type FileOf = { readonly path: string; readonly original?: string; readonly text: string };

/** A manifest as the wrapper writes it, changed where a test says so. */
export function manifestOf(files: readonly FileOf[], changes: Readonly<Record<string, unknown>> = {}): string {
  const listed = files.map(({ path, original = path, text }) => {
    const bytes = Buffer.from(text);
    return { path, original, size: bytes.length, sha256: sha256(bytes) };
  });
  return JSON.stringify({
    version: 1,
    run: NONCE,
    exitCode: 0,
    files: listed,
    leftOut: [],
    leftOutCount: 0,
    ...changes,
  });
}

/** All bytes of a package, packed: a member for the manifest, and one for each file. */
export function pack(files: readonly FileOf[], manifest = manifestOf(files)): Buffer {
  return Buffer.concat([gzipSync(`${manifest}\n`), ...files.map(({ text }) => gzipSync(text))]);
}

/** The lines that bring a package home. */
export function linesOf(packed: Uint8Array, { chunk = 40, nonce = NONCE } = {}): string[] {
  const chunks: Uint8Array[] = [];
  for (let at = 0; at < packed.length; at += chunk) chunks.push(packed.subarray(at, at + chunk));
  const about = `${chunks.length} ${packed.length} ${sha256(packed)}`;
  return [
    `hf-eval ${nonce} blocks begin ${about}`,
    ...chunks.map((bytes, at) => {
      const text = Buffer.from(bytes).toString('base64');
      return `hf-eval ${nonce} block ${at + 1}/${chunks.length} ${sha256(bytes).slice(0, 8)} ${text}`;
    }),
    `hf-eval ${nonce} blocks end ${about}`,
  ];
}

export const marksOf = (lines: readonly string[]): Mark[] => lines.flatMap((line) => readMark(line, NONCE) ?? []);
