// `node:assert` does not exist in the web worker host.

/** Fails the test with this message unless the condition holds. */
export function assert(condition: boolean, message: string): asserts condition {
  if (!condition) throw new Error(message);
}

/** Fails unless both are the same by the letter of their JSON. */
export function assertEqual(actual: unknown, expected: unknown, what = 'value'): void {
  const [is, should] = [JSON.stringify(actual), JSON.stringify(expected)];
  assert(is === should, `${what}: expected ${should}, but it is ${is}`);
}

/** Fails unless the text matches. */
export function assertMatch(actual: string, expected: RegExp): void {
  assert(expected.test(actual), `expected ${String(expected)}, but it is ${JSON.stringify(actual)}`);
}

/** Waits until `read` gives something other than null or false; fails after so many seconds. */
export async function eventually<T>(
  read: () => T | null | false | Promise<T | null | false>,
  what: string,
  seconds = 5,
): Promise<T> {
  const end = Date.now() + 1000 * seconds;
  for (;;) {
    const value = await read();
    if (value !== null && value !== false) return value;
    assert(Date.now() < end, `${what} did not happen within ${seconds} seconds`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
