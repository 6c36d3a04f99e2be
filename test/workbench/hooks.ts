import { stopSharedBench } from './sharedBench.ts';

const isOneOfSeveral = process.env.MOCHA_WORKER_ID !== undefined;

/**
 * Mocha's root hooks (`--require`): browser and server go down after the last test of the last file. In a process of
 * `--parallel` the hook would run after every file, so there they stay until the process ends.
 */
export const mochaHooks = isOneOfSeveral ? {} : { afterAll: stopSharedBench };
