/** The environment variables that a door passes on. */
export type RawEnvironment = Readonly<
  Partial<
    Record<
      | 'HF_TOKEN'
      | 'HF_ENDPOINT'
      | 'MLFLOW_TRACKING_URI'
      | 'MLFLOW_TRACKING_TOKEN'
      | 'MLFLOW_TRACKING_USERNAME'
      | 'MLFLOW_TRACKING_PASSWORD'
      | 'MLFLOW_EXPERIMENT_NAME',
      string | undefined
    >
  >
>;

/** A value in a message: one line, bounded, in quotes. */
export function quote(value: string): string {
  const shown = value.replace(/\p{Cc}/gu, ' ');
  return `"${shown.length > 80 ? `${shown.slice(0, 80)}…` : shown}"`;
}

/** A switch; off without a value. */
export function readFlag(value: string | undefined, name: string, problems: string[]): boolean {
  if (value === undefined || /^(?:false|False|FALSE)$/.test(value)) return false;
  if (/^(?:true|True|TRUE)$/.test(value)) return true;
  problems.push(`--${name} must be true or false, not ${quote(value)}`);
  return false;
}

/** The values of an option that may be given several times: one in each line. */
export function readLines(value: string | undefined): string[] {
  return (value ?? '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}
