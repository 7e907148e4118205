import { checkCard } from './card-rules.ts';
import { errorReply, jsonReply, type Reply, readBody, textReply } from './reply.ts';
import type { Call } from './state.ts';

/** `POST /api/validate-yaml`: the Hub's check of a front matter, as far as scores go; undefined for other paths. */
export function validateRoute(call: Call): Reply | undefined {
  if (call.segments.join('/') !== 'api/validate-yaml') return undefined;
  if (call.method !== 'POST') return errorReply(405, 'Method not allowed');
  const sent = readBody(call);
  if ('refusal' in sent) return sent.refusal;
  if (typeof sent.body.content !== 'string') return errorReply(400, '"content" is required');
  const { errors, warnings } = checkCard(sent.body.content);
  const status = errors.length > 0 ? 400 : 200;
  if (call.headers.accept === 'text/plain') return { ...textReply([...errors, ...warnings].join('\n')), status };
  const said = (messages: readonly string[]) => messages.map((message) => ({ message }));
  return jsonReply({ errors: said(errors), warnings: said(warnings) }, status);
}
