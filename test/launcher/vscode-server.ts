/**
 * A replacement for the VS Code executable on a machine without VS Code. `@vscode/test-electron` starts it with VS
 * Code's arguments. It runs an extension's tests in a VS Code server and a headless browser, prints the test report,
 * and exits with the tests' exit code.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startBrowser } from '../../scripts/lab/browser.ts';
import { main, Missing } from '../../scripts/lab/missing.ts';
import { startServer } from '../../scripts/lab/server.ts';
import { workbenchUrl } from '../../scripts/lab/workbench-url.ts';
import { createRelay } from './relay.ts';

/** The longest time, in milliseconds, that a test run may take. Even on a loaded machine, a longer run hangs. */
const timeLimit = 40 * 60_000;

await main(async () => {
  // Not strict, so that flags that only Electron knows (--no-sandbox, --user-data-dir=…) are ignored.
  const { values, positionals } = parseArgs({ strict: false, allowPositionals: true });
  const option = (name: string): string | undefined => {
    const value = values[name];
    return typeof value === 'string' ? value : undefined;
  };
  const [folder] = positionals;
  const [extension, tests] = [option('extensionDevelopmentPath'), option('extensionTestsPath')];
  if (folder === undefined || extension === undefined || tests === undefined) {
    throw new Missing(
      'usage: --extensionDevelopmentPath=DIR --extensionTestsPath=FILE [--extensionDevelopmentKind=web] FOLDER',
    );
  }

  const web = option('extensionDevelopmentKind') === 'web';
  const [server, browser] = await Promise.all([startServer(web ? webWorkerHost(extension) : {}), startBrowser()]);
  try {
    const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
    const relay = createRelay();
    let timer: NodeJS.Timeout | undefined;
    const code = new Promise<number>((resolve) => {
      void page.exposeFunction('codeAutomationExit', resolve);
      timer = setTimeout(() => {
        console.error(`the tests did not end within ${timeLimit / 60_000} minutes`);
        resolve(1);
      }, timeLimit);
    });
    await page.exposeFunction('codeAutomationLog', relay.log);
    // No time limit besides that of the whole run, because VS Code may load slowly on a loaded machine.
    await page.goto(workbenchUrl(server.authority, { folder, extension, tests }), {
      waitUntil: 'commit',
      timeout: timeLimit,
    });
    const result = await code;
    clearTimeout(timer);
    for (const error of relay.unexplained()) console.error(error);
    return result;
  } finally {
    await browser.close();
    await server.stop();
  }
});

// Returns settings that make VS Code run the extension in the web worker extension host. VS Code in the browser reads
// `extensionDevelopmentKind` from its address but does not use it (VS Code 1.139); these settings have the same meaning
// and work.
function webWorkerHost(extension: string): Readonly<Record<string, unknown>> {
  const manifest = JSON.parse(readFileSync(join(extension, 'package.json'), 'utf8')) as Manifest;
  return { 'remote.extensionKind': { [`${manifest.publisher}.${manifest.name}`]: ['web'] } };
}

interface Manifest {
  readonly publisher: string;
  readonly name: string;
}
