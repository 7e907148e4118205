import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { JobReport, StubRun } from '../../local-hub/jobs/types.ts';

/** Seconds and lines of a job that is none. */
export type Course = {
  readonly starts?: number;
  readonly seconds?: number;
  readonly says?: readonly string[];
  readonly code?: number;
  readonly reason?: string;
};

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/**
 * What the wrapper of a job does that ends well: it leaves files in the folder that it was given, else in the log.
 *
 * @param files Texts by their path below the folder of results.
 */
export function finishedRun(
  { spec, id }: JobReport,
  files: Readonly<Record<string, string>>,
  { starts = 0, seconds = 1, says = [] }: Course = {},
): StubRun {
  const { HF_EVAL_RUN: run = '', HF_EVAL_OUT, HF_EVAL_PLAN = '{}' } = spec.environment;
  const out = HF_EVAL_OUT?.replace('{job}', id);
  const { about, argv } = JSON.parse(HF_EVAL_PLAN) as Record<string, unknown>;
  const sidecar = { version: 1, run, about, argv, phase: 'run', phases: {}, exitCode: 0, programExitCode: 0 };
  const left = new Map([
    ['run.json', JSON.stringify(sidecar)],
    ...Object.entries(files).map(([path, text]) => [`output/${path}`, text] as const),
  ]);
  const listed = [...left].map(([path, text]) => {
    const bytes = Buffer.from(text);
    return { path, original: path, size: bytes.length, sha256: sha256(bytes) };
  });
  const manifest = JSON.stringify({ version: 1, run, exitCode: 0, files: listed, leftOut: [], leftOutCount: 0 });
  const lines = out === undefined ? blocksOf(run, [`${manifest}\n`, ...left.values()]) : [];
  return {
    starts,
    says: [`hf-eval ${run} phase run 2026-11-01T12:00:00Z`, ...says, ...lines, `hf-eval ${run} end 0`],
    writes:
      out === undefined
        ? []
        : [...left, ['manifest.json', manifest] as const].map(([path, content]) => ({
            path: `${out}/${path}`,
            content,
          })),
    ends: { at: seconds },
  };
}

/** A job that fails after it said this. */
export function failedRun(
  { spec }: JobReport,
  { starts = 0, seconds = 1, says = [], code = 1, reason }: Course = {},
): StubRun {
  const { HF_EVAL_RUN: run = '' } = spec.environment;
  return {
    starts,
    says: [`hf-eval ${run} phase run 2026-11-01T12:00:00Z`, ...says, `hf-eval ${run} end ${code}`],
    ends: { at: seconds, code, ...(reason === undefined ? {} : { reason }) },
  };
}

function blocksOf(run: string, texts: readonly string[]): string[] {
  const packed = Buffer.concat(texts.map((text) => gzipSync(text)));
  const chunks: Buffer[] = [];
  for (let at = 0; at < packed.length; at += 2940) chunks.push(packed.subarray(at, at + 2940));
  const about = `${chunks.length} ${packed.length} ${sha256(packed)}`;
  const blocks = chunks.map((bytes, at) => {
    const check = sha256(bytes).slice(0, 8);
    return `hf-eval ${run} block ${at + 1}/${chunks.length} ${check} ${bytes.toString('base64')}`;
  });
  return [`hf-eval ${run} blocks begin ${about}`, ...blocks, `hf-eval ${run} blocks end ${about}`];
}
