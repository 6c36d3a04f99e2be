import { startWorkbench, type Workbench } from '../../scripts/lab/workbench.ts';

// Mocha runs every test file in this one process, so one window serves them all: starting it costs
// more than most tests.
let starting: Promise<Workbench> | undefined;

/** The window that all browser tests share; started on first use. */
export function sharedWorkbench(): Promise<Workbench> {
  return (starting ??= startWorkbench());
}

/** Stops it, if it was ever started. */
export async function stopSharedWorkbench(): Promise<void> {
  await (await starting)?.stop();
  starting = undefined;
}
