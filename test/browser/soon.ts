import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Waits until an assertion about the page holds: it is made again until it no longer throws.
 *
 *   await soon(async () => assert.equal(await verdict.innerText(), 'Bug'));
 *
 * @throws what it threw last, if it still throws after `timeout` milliseconds
 */
export async function soon(assertion: () => Promise<void> | void, timeout = 20_000): Promise<void> {
  const end = Date.now() + timeout;
  for (;;) {
    try {
      await assertion();
      return;
    } catch (error) {
      if (Date.now() > end) throw error;
    }
    await sleep(25);
  }
}
