/** Probability of a false "worse" in the whole comparison, where none is given. */
export const DEFAULT_ALPHA = 0.05;
