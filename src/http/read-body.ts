import { asNetworkError, NetworkError } from './network-error.ts';

/** The start of a body, all of it when `complete`. */
export type Body = { readonly bytes: Uint8Array; readonly complete: boolean };

/**
 * Reads a body up to `maxBytes` and stops there: the rest is not downloaded. Throws NetworkError when the body
 * breaks off, is shorter than its Content-Length, or takes longer than `timeoutSeconds` as a whole.
 */
export async function readBody(
  response: Response,
  url: string | URL,
  limits: { readonly maxBytes: number; readonly timeoutSeconds: number },
): Promise<Body> {
  if (response.body === null) return { bytes: new Uint8Array(), complete: true };
  const reader = response.body.getReader();
  const stop = () => void reader.cancel().catch(() => {});
  let timedOut = false;
  const timer = setTimeout(() => {
    timedOut = true;
    stop();
  }, limits.timeoutSeconds * 1000);
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      chunks.push(next.value);
      size += next.value.byteLength;
      if (size > limits.maxBytes) {
        stop();
        return { bytes: joined(chunks, limits.maxBytes), complete: false };
      }
    }
  } catch (thrown) {
    throw asNetworkError(thrown, url);
  } finally {
    clearTimeout(timer);
  }
  if (timedOut) {
    throw new NetworkError(`the answer was not complete within ${limits.timeoutSeconds} s`, url, {
      timedOut: true,
    });
  }
  const announced = contentLength(response.headers);
  // With a content encoding the length is that of the compressed bytes.
  if (announced !== undefined && announced !== size && !response.headers.has('content-encoding')) {
    throw new NetworkError(`the answer broke off after ${size} of ${announced} bytes`, url);
  }
  return { bytes: joined(chunks, size), complete: true };
}

/** Bytes that the headers announce; undefined when they do not, or not as a number. */
export function contentLength(headers: Headers): number | undefined {
  const value = headers.get('content-length') ?? '';
  return /^\d+$/.test(value) ? Number(value) : undefined;
}

/** A plain array: small Buffers are windows on memory that they share. */
function joined(chunks: readonly Uint8Array[], size: number): Uint8Array {
  return new Uint8Array(Buffer.concat(chunks, size));
}
