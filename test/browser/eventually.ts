import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Repeats a check until it passes, and returns what the check returns. A check reads the page or the disk and asserts
 * what it has read, so that the message of a failure says what was seen last.
 * @throws what the check threw last, when it has not passed within `seconds`
 */
export async function eventually<T>(check: () => T | Promise<T>, seconds = 60): Promise<T> {
  const end = Date.now() + 1000 * seconds;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > end) throw error;
    }
    await sleep(25);
  }
}
