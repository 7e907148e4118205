const MOST_REMEMBERED = 10_000;

/**
 * Makes a pure function remember its answers: labels are asked for many times over, and most of a short run is the first
 * look at things. It starts afresh when it holds too many.
 */
export function remember<Key, Answer>(answer: (key: Key) => Answer): (key: Key) => Answer {
  const known = new Map<Key, Answer>();
  return (key) => {
    const old = known.get(key);
    if (old !== undefined || known.has(key)) return old as Answer;
    if (known.size >= MOST_REMEMBERED) known.clear();
    const fresh = answer(key);
    known.set(key, fresh);
    return fresh;
  };
}
