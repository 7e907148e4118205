/** Names that Windows keeps for devices. */
const RESERVED = /^(?:con|prn|aux|nul|com[1-9]|lpt[1-9])(?:\.|$)/i;

/**
 * Where the datastore of Every Eval Ever keeps a record: `data/<collection>/<developer>/<model>/<uuid>.json` (its
 * `check_path_structure`). Slashes within a part become `_`, and so does what no file system takes.
 */
export function recordPath(
  { collection, modelId }: { readonly collection: string; readonly modelId: string },
  uuid: string,
): string {
  const [first = '', ...rest] = modelId.split('/');
  const [developer, model] = rest.length === 0 ? ['unknown', first] : [first, rest.join('/')];
  return `data/${[collection, developer, model].map(portable).join('/')}/${uuid}.json`;
}

function portable(name: string): string {
  const plain = name.replace(/[<>:"\\|?*/\x00-\x1f]/g, '_').replace(/[. ]+$/, '');
  return plain === '' || plain === 'data' || RESERVED.test(plain) ? `_${plain}` : plain;
}

/**
 * A name of the form of a random UUID (version 4), which the datastore demands, out of the hex digits of a digest: the
 * same record gets the same name again.
 */
export function uuidOf(hex: string): string {
  const digits = hex.replace(/[^0-9a-f]/g, '');
  if (digits.length < 32) throw new TypeError('A UUID takes 32 hex digits.');
  const variant = '89ab'[Number.parseInt(digits[16] ?? '0', 16) % 4];
  return [
    digits.slice(0, 8),
    digits.slice(8, 12),
    `4${digits.slice(13, 16)}`,
    `${variant}${digits.slice(17, 20)}`,
    digits.slice(20, 32),
  ].join('-');
}
