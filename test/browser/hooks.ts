import { stopSharedWorkbench } from './shared.ts';

/** Mocha's root hooks (`--require`): the window goes down after the last test of the last file. */
export const mochaHooks = {
  afterAll: stopSharedWorkbench,
};
