import { messageOf } from '../../src/engine/core/messageOf.ts';

// `node:assert` does not exist in the web worker host.

/** Fails the test with this message unless the condition holds. */
export function assert(condition: boolean, message: string): asserts condition {
  if (!condition) throw new Error(message);
}

/** Fails the test unless both values have the same JSON text. */
export function assertEqual(actual: unknown, expected: unknown, what = 'value'): void {
  const [found, wanted] = [JSON.stringify(actual), JSON.stringify(expected)];
  assert(found === wanted, `${what}: expected ${wanted}, but it is ${found}`);
}

/** Fails the test unless the text matches. */
export function assertMatch(actual: string, expected: RegExp): void {
  assert(expected.test(actual), `expected ${String(expected)}, but it is ${JSON.stringify(actual)}`);
}

/**
 * Waits until `read` returns something other than null or false, and returns it. While `read` throws it is repeated, so
 * that it can assert what it reads. Fails the test after `seconds`, with what `read` threw last.
 */
export async function eventually<T>(
  read: () => T | null | false | Promise<T | null | false>,
  what: string,
  seconds = 60,
): Promise<T> {
  const end = Date.now() + 1000 * seconds;
  for (;;) {
    let seen = '';
    try {
      const value = await read();
      if (value !== null && value !== false) return value;
    } catch (error) {
      seen = `: ${messageOf(error)}`;
    }
    assert(Date.now() < end, `${what} did not happen within ${seconds} seconds${seen}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
