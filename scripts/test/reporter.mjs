import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import mocha from 'mocha';

/**
 * A Mocha reporter that prints the spec report and writes the counts, and what failed, to the file that CONVT_COUNTS names.
 */
export default class CountingReporter extends mocha.reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    const file = process.env.CONVT_COUNTS;
    if (file === undefined) return;
    const failed = [];
    runner.on('fail', (test, error) => failed.push(`${test.titlePath().join(' › ')}: ${error.message}`));
    runner.once('end', () => {
      const { passes, failures, pending } = runner.stats;
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, JSON.stringify({ passed: passes, failed: failures, skipped: pending, failures: failed }));
    });
  }
}
