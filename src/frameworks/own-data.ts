/** What libraries call data that comes from files, whatever is in them. */
const LOADERS = new Set([
  ...['json', 'jsonl', 'csv', 'tsv', 'parquet', 'text', 'arrow', 'pandas', 'xml', 'sql', 'generator', 'webdataset'],
  ...['imagefolder', 'audiofolder', 'videofolder'],
]);

const FILE =
  /\.(?:json|jsonl|ndjson|csv|tsv|txt|parquet|arrow|ya?ml|xml|xlsx?|py|md|zip|gz|xz|bz2|zst|tar|tgz|db|sqlite)$/i;

/**
 * Is it the id of a dataset on the Hub? What reads files, a file, a folder or an address holds data of the user's own. A
 * folder `a/b` looks like an id: then it is another dataset's.
 */
export function isHubDataset(id: string): boolean {
  return (
    /^\w[\w.-]*(?:\/\w[\w.-]*)?$/.test(id) &&
    id.length <= 200 &&
    !/\.\.|--/.test(id) &&
    !FILE.test(id) &&
    !LOADERS.has(id.toLowerCase())
  );
}
