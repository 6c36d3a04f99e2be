/**
 * Runs the integration tests inside a real VS Code: `node test/launcher/integration.ts node|web
 * COUNTS.json`. The bundles must have been built (`node esbuild.mjs --tests`).
 */
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { runTests, TestRunFailedError } from '@vscode/test-electron';
import { main } from '../../scripts/lab/missing.ts';
import { output, root } from '../../scripts/lab/paths.ts';
import { quietSettings } from '../../scripts/lab/quiet-settings.ts';
import { vscodeExecutable } from './vscode.ts';

await main(async () => {
  const [, , kind = 'node', report = join(output, `integration-${kind}.json`)] = process.argv;
  const scratch = mkdtempSync(join(tmpdir(), 'convt-integration-'));
  const [folder, userData] = [join(scratch, 'workspace'), join(scratch, 'user-data')];
  mkdirSync(folder);
  mkdirSync(join(userData, 'User'), { recursive: true });
  writeFileSync(join(userData, 'User', 'settings.json'), JSON.stringify(quietSettings));
  try {
    return await runTests({
      vscodeExecutablePath: await vscodeExecutable(),
      extensionDevelopmentPath: root,
      extensionTestsPath: join(root, 'dist', 'test', `integration.${kind}.cjs`),
      launchArgs: [
        folder,
        '--disable-extensions',
        `--user-data-dir=${userData}`,
        ...(kind === 'web' ? ['--extensionDevelopmentKind=web'] : []),
      ],
    });
  } catch (error) {
    if (error instanceof TestRunFailedError) return error.code ?? 1;
    throw error;
  } finally {
    const counts = join(folder, 'convt-counts.json');
    mkdirSync(dirname(report), { recursive: true });
    rmSync(report, { force: true });
    if (existsSync(counts)) copyFileSync(counts, report);
    rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
  }
});
