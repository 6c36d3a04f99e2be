import { stopSharedWorkbench } from './shared.ts';

/**
 * Mocha's root hooks (`--require`): the window goes down after the last test of the last file. One of
 * several processes does not know which file is its last: there it goes down with the process.
 */
export const mochaHooks = {
  async afterAll() {
    if (process.env.MOCHA_WORKER_ID === undefined) await stopSharedWorkbench();
  },
};
