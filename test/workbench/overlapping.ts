/** How many checks are under way at a time: what one waits for, another computes. */
const atOnce = Number(process.env.CONVT_OVERLAP ?? 3);

/**
 * Defines a test for each case. The checks overlap: while one is waited for, the next ones are under way, so that they
 * must share nothing. A check reports by throwing.
 */
export function overlapping<T>(
  cases: readonly T[],
  nameOf: (each: T) => string,
  check: (each: T) => Promise<void>,
): void {
  const started: Promise<unknown>[] = [];
  const start = (index: number): Promise<unknown> | undefined => {
    const each = cases[index];
    if (each === undefined) return undefined;
    // The outcome is kept as a value: its test may come later than its failure, or be left out.
    return (started[index] ??= check(each).catch((error: unknown) => error ?? new Error('failed')));
  };
  for (const [index, each] of cases.entries()) {
    it(nameOf(each), async () => {
      for (let ahead = 0; ahead < atOnce; ahead++) void start(index + ahead);
      const failure = await start(index);
      if (failure !== undefined) throw failure as Error;
    });
  }
  after(async () => {
    await Promise.all(started);
  });
}
