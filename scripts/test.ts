/**
 * `npm test`: runs every step, even if an earlier one failed. The output ends with what was tried again, what
 * failed, the time of each step, and the number of tests. The exit code is 0 if no test failed. `npm test -- --only unit,browser` runs only the named steps.
 */
import { main, Missing } from './lab/missing.ts';
import { parseOptions } from './lab/options.ts';
import { describeCounts, oneFailed, sum, type Counts } from './test/counts.ts';
import { steps, type Step } from './test/steps.ts';

interface Outcome {
  readonly name: string;
  readonly counts: Counts;
  readonly seconds: number;
}

await main(async () => {
  const { only } = parseOptions(['only'], []);
  const started: Promise<Outcome>[] = [];
  for (const step of chosen(only)) {
    if (step.isExclusive === true) await Promise.all(started);
    console.log(`\n── ${step.name} ${'─'.repeat(60 - step.name.length)}`);
    const outcome = perform(step);
    started.push(outcome);
    if (step.isConcurrent !== true) await outcome;
  }
  const outcomes = await Promise.all(started);
  const total = sum(outcomes.map(({ counts }) => counts));
  console.log(`\n${'─'.repeat(64)}`);
  for (const first of total.retried ?? []) console.log(`↻ tried again: ${first}`);
  for (const failure of total.failures ?? []) console.log(`✗ ${failure}`);
  for (const { name, counts, seconds } of outcomes) {
    const sign = counts.failed > 0 ? '✗' : '✓';
    console.log(`${sign} ${name.padEnd(10)} ${seconds.toFixed(1).padStart(6)} s  ${describeCounts(counts)}`);
  }
  console.log(describeCounts(total));
  return total.failed > 0 ? 1 : 0;
});

async function perform({ name, run }: Step): Promise<Outcome> {
  const start = Date.now();
  const counts = await run().catch((error: unknown) => {
    console.error(error instanceof Missing ? error.message : error);
    return oneFailed;
  });
  return { name, counts, seconds: (Date.now() - start) / 1000 };
}

function chosen(only: string | undefined): readonly Step[] {
  if (only === undefined) return steps;
  const names = only.split(',');
  const unknown = names.find((name) => !steps.some((step) => step.name === name));
  if (unknown !== undefined) {
    const known = steps.map(({ name }) => name).join(', ');
    throw new Missing(`--only must name some of ${known}, but names ${unknown}.`);
  }
  return steps.filter(({ name }) => names.includes(name));
}
