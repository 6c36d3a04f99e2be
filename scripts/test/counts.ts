/** The number of tests with each outcome. A step without tests, such as the type check, counts as one test. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** The titles and messages of tests that failed, where the step reports them. */
  readonly failures?: readonly string[];
  /** The titles of tests that were tried a second time, with the messages of the first, where the step reports them. */
  readonly retried?: readonly string[];
}

export const none: Counts = { passed: 0, failed: 0, skipped: 0 };
export const onePassed: Counts = { ...none, passed: 1 };
export const oneFailed: Counts = { ...none, failed: 1 };

export function sum(all: readonly Counts[]): Counts {
  return all.reduce(
    (a, b) => ({
      passed: a.passed + b.passed,
      failed: a.failed + b.failed,
      skipped: a.skipped + b.skipped,
      failures: [...(a.failures ?? []), ...(b.failures ?? [])],
      retried: [...(a.retried ?? []), ...(b.retried ?? [])],
    }),
    none,
  );
}

/** Returns for example `12 passed, 0 failed`; if tests were skipped, also their number. */
export function describeCounts({ passed, failed, skipped }: Counts): string {
  const tail = skipped > 0 ? `, ${skipped} skipped` : '';
  return `${passed} passed, ${failed} failed${tail}`;
}
