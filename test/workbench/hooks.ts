import { stopSharedBench } from './sharedBench.ts';

/** Mocha's root hooks (`--require`): browser and server go down after the last test of the last file. */
export const mochaHooks = {
  afterAll: stopSharedBench,
};
