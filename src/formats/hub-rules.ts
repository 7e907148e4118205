/** The Hub's own rule for `dataset.type` (POST /api/validate-yaml): no blanks, at most one slash. */
export const DATASET_ID = /^(?:[\w-]+\/)?[\w.-]+$/;

/** What the Hub can make a link of. */
export const WEB_ADDRESS = /^https?:\/\//;
