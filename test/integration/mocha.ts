// Mocha's browser build runs in both hosts, because the web worker host has no Node. It must be set up before the first
// test file is loaded, so it is set up in a module that is imported first.
import 'mocha/mocha.js';

// Its global instance needs a page with an address; a new instance does not.
const { Mocha: MochaClass } = globalThis as unknown as { readonly Mocha: typeof Mocha };

/** The numbers of tests that passed, failed and were skipped, what failed, and what was tried again. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly failures: readonly string[];
  readonly retried: readonly string[];
}

/** Lines of the test report start with this mark, which distinguishes them from the workbench's own log. */
const mark = 'convt-test| ';

function say(line: string): void {
  for (const part of line.split('\n')) console.log(mark + part);
}

const counts = { passed: 0, failed: 0, skipped: 0, failures: [] as string[], retried: [] as string[] };

function Reporter(runner: Mocha.Runner): void {
  runner.on('suite', (suite) => {
    if (!suite.root) say(`${'  '.repeat(suite.titlePath().length - 1)}${suite.title}`);
  });
  runner.on('pass', (test) => {
    counts.passed++;
    say(`${indent(test)}✓ ${test.title} (${test.duration ?? 0} ms)`);
  });
  runner.on('pending', (test) => {
    counts.skipped++;
    say(`${indent(test)}- ${test.title}`);
  });
  runner.on('retry', (test: Mocha.Test, error: Error) => {
    counts.retried.push(messageOf(test, error));
    say(`${indent(test)}↻ ${test.title}\n${error.stack ?? String(error)}`);
  });
  runner.on('fail', (test, error: Error) => {
    counts.failed++;
    counts.failures.push(messageOf(test, error));
    say(`${indent(test)}✗ ${test.title}\n${error.stack ?? String(error)}`);
  });
}

function messageOf(test: Mocha.Runnable, error: Error): string {
  return `${test.titlePath().join(' › ')}: ${error.message}`;
}

function indent(test: Mocha.Runnable): string {
  return '  '.repeat(test.titlePath().length - 1);
}

// As scripts/test/steps.ts has it for the tests of pages.
const mocha = new MochaClass({ timeout: 180_000, retries: 1, reporter: Reporter as never });
// Defines describe, it and the hooks globally, as the command line does before each file.
mocha.suite.emit('pre-require', globalThis as unknown as Mocha.MochaGlobals, '', mocha);

/** Runs all loaded tests. */
export function runMocha(): Promise<Counts> {
  return new Promise((resolve) => mocha.run(() => resolve(counts)));
}
