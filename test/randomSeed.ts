import fc from 'fast-check';

/**
 * Lets every random test draw the same cases in every run, so that a red run is red again. Mocha loads this file before
 * the tests. CONVT_SEED=7 draws other cases; a failing test prints the seed with which it fails.
 */
const seed = Number(process.env.CONVT_SEED ?? '1');
if (!Number.isSafeInteger(seed)) throw new Error(`CONVT_SEED must be an integer, not ${process.env.CONVT_SEED}.`);
// fast-check keeps the lower 32 bits of a seed.
fc.configureGlobal({ seed: seed | 0 });
