import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import mocha from 'mocha';

/**
 * A Mocha reporter that prints the spec report and writes the counts, what failed and what was tried again, to the file that
 * CONVT_COUNTS names.
 */
export default class CountingReporter extends mocha.reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    const file = process.env.CONVT_COUNTS;
    if (file === undefined) return;
    const said = (test, error) => `${test.titlePath().join(' › ')}: ${error.message}`;
    const [failed, retried] = [[], []];
    runner.on('fail', (test, error) => failed.push(said(test, error)));
    runner.on('retry', (test, error) => retried.push(said(test, error)));
    runner.once('end', () => {
      const { passes, failures, pending } = runner.stats;
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(
        file,
        JSON.stringify({ passed: passes, failed: failures, skipped: pending, failures: failed, retried }),
      );
    });
  }
}
