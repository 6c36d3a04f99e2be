import { messageOf } from '../../src/engine/core/messageOf.ts';

// The integration tests use this file as well, in a web worker without Node's modules.

/** A check is repeated for this long, so that a loaded machine has the time. */
const patienceSeconds = 60;

/**
 * Repeats a check until it passes, and returns what the check returns. A check passes if it neither throws nor returns
 * null or false. A check reads the page or the disk and asserts what it has read, so that the message of a failure says
 * what was seen last.
 * @throws what the check threw last if it has not passed within a minute, in a sentence about `what` if that is given
 */
export async function eventually<T>(
  check: () => T | null | false | Promise<T | null | false>,
  what?: string,
): Promise<T> {
  const end = Date.now() + 1000 * patienceSeconds;
  for (;;) {
    let failure: unknown;
    try {
      const value = await check();
      if (value !== null && value !== false) return value;
      failure = new Error(`the check returned ${String(value)}`);
    } catch (error) {
      failure = error;
    }
    if (Date.now() > end) {
      if (what === undefined) throw failure;
      const message = `${what} did not happen within ${patienceSeconds} seconds: ${messageOf(failure)}`;
      throw new Error(message, { cause: failure });
    }
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}
