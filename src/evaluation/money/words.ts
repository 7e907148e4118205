/** US dollars for people: cents, and tenths of them below one. */
export function usd(amount: number): string {
  return `$${amount.toFixed(amount > 0 && amount < 0.01 ? 3 : 2)}`;
}

/** The same, rounded up: what is not exceeded, and what has to be given to be enough. */
export function usdAtMost(amount: number): string {
  const units = amount > 0 && amount < 0.01 ? 1000 : 100;
  // A sum of millionths has an error of its own, which is no cent.
  return usd(Math.ceil(amount * units - 1e-6) / units);
}

/** `45 s`, `12 min`, `2 h`, `2 h 30 min`. */
export function duration(seconds: number): string {
  if (seconds < 90) return `${Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 120 && minutes % 60 !== 0) return `${minutes} min`;
  const rest = minutes % 60;
  return rest === 0 ? `${minutes / 60} h` : `${Math.floor(minutes / 60)} h ${rest} min`;
}
