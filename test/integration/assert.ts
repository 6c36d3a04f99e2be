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
