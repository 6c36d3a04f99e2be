import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions, Frame, Page } from 'playwright-core';
import { startBrowser } from '../../scripts/lab/browser.ts';
import { convt } from '../../src/cli/convt.ts';
import { eventually } from '../browser/eventually.ts';
import { assertCursor, cursorOf, seriousFaults } from '../browser/shellPage.ts';

interface OpenReport {
  readonly page: Page;
  /** The addresses that the report and its frame asked for. */
  readonly requests: readonly string[];
  /** Console errors, violations of the policy, uncaught errors. */
  readonly complaints: readonly string[];
}

describe('a report in HTML', function () {
  this.timeout(60_000);
  let browser: Browser;
  let folder: string;

  before(async () => {
    browser = await startBrowser();
    folder = mkdtempSync(join(tmpdir(), 'convt-report-'));
    cpSync(new URL('../fixtures/checks', import.meta.url), folder, { recursive: true });
  });
  after(async () => {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function write(scenario: string, ...flags: readonly string[]): Promise<string> {
    const path = join(folder, 'r.html');
    const { stderr } = await convt(['report', join(folder, `${scenario}.convt.json`), '--html', path, ...flags]);
    assert.equal(stderr, '');
    return path;
  }

  /** Opens a report with every request refused but that of the file itself. */
  async function open(path: string, options: BrowserContextOptions = {}): Promise<OpenReport> {
    const context = await browser.newContext({ offline: true, viewport: { width: 1280, height: 900 }, ...options });
    const page = await context.newPage();
    const requests: string[] = [];
    const complaints: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    page.on('pageerror', ({ message }) => complaints.push(message));
    const own = pathToFileURL(path).href;
    await page.route(
      () => true,
      async (route) => {
        const address = route.request().url();
        if (address === own) await route.continue();
        else {
          requests.push(address);
          await route.abort();
        }
      },
    );
    await page.goto(own);
    return { page, requests, complaints };
  }

  async function debuggerFrame(page: Page, state = 'done'): Promise<Frame> {
    await page.locator('iframe').scrollIntoViewIfNeeded();
    const frame = await (await page.locator('iframe').elementHandle({ timeout: 10_000 })).contentFrame();
    assert.ok(frame);
    await frame.locator(`#root[data-state=${state}]`).waitFor();
    return frame;
  }

  it('opens the debugger on the embedded tensors without a network, with the same bits', async () => {
    const { page, requests, complaints } = await open(await write('deep/unrotated'));
    const frame = await debuggerFrame(page);
    await frame.getByRole('tab', { name: 'Diagnose', selected: true }).waitFor();
    await frame.getByRole('heading', { name: 'Wrong: the kernel was not rotated by 180°' }).first().waitFor();
    await eventually(async () =>
      assert.equal(
        await page.locator('#debugger-status').textContent(),
        'Computed again in this browser: the output has the same bits as in the report.',
      ),
    );
    assert.deepEqual(requests, []);
    assert.deepEqual(complaints, []);
  });

  it('is used with the keyboard alone', async () => {
    const { page } = await open(await write('right'));
    const frame = await debuggerFrame(page);
    await page.locator('h1').click();
    // From the top of the report, Tab leads into the debugger and to its tabs.
    const isInDebugger = async (): Promise<boolean> =>
      await page.evaluate(() => document.activeElement?.id === 'debugger');
    await eventually(async () => {
      await page.keyboard.press('Tab');
      assert.ok(await isInDebugger());
    });
    await frame.getByRole('tab', { name: 'Pipeline' }).focus();
    const { y } = await cursorOf(frame);
    await page.keyboard.press('End');
    await frame.getByRole('tab', { name: 'Overlap', selected: true }).waitFor();
    await page.keyboard.press('1');
    await frame.getByRole('tab', { name: 'Pipeline', selected: true }).waitFor();
    await page.keyboard.press('Alt+ArrowDown');
    await assertCursor(frame, { y: y + 1 });
  });

  it('cannot be edited, but saves what a pane gives away', async () => {
    const { page } = await open(await write('right'), { acceptDownloads: true });
    const frame = await debuggerFrame(page);
    assert.equal(
      await frame
        .getByRole('spinbutton', { name: /stride/i })
        .first()
        .isEditable(),
      false,
    );
    await frame.locator('[data-pane="input"]').hover();
    await frame.getByRole('button', { name: 'Input: actions' }).click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      frame.getByRole('menuitem', { name: 'Save .npy…' }).click(),
    ]);
    assert.match(download.suggestedFilename(), /\.npy$/);
    const saved = readFileSync(await download.path());
    assert.equal(saved.subarray(1, 6).toString(), 'NUMPY');
  });

  for (const [name, options] of [
    ['light', { colorScheme: 'light' }],
    ['dark', { colorScheme: 'dark' }],
    ['forced colours', { forcedColors: 'active' }],
  ] as const) {
    it(`is accessible in ${name}, the debugger too`, async () => {
      const { page } = await open(await write('deep/unrotated'), options);
      const frame = await debuggerFrame(page);
      assert.deepEqual(await seriousFaults(page.mainFrame()), []);
      assert.deepEqual(await seriousFaults(frame), []);
    });
  }

  it('fits a narrow window', async () => {
    const { page } = await open(await write('deep/unrotated'), { viewport: { width: 400, height: 800 } });
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    assert.equal(overflow, 0);
  });

  it('says which tensor was left out, and everything else without the debugger', async () => {
    const { page, requests, complaints } = await open(await write('right', '--tensors', '0'));
    const frame = await debuggerFrame(page, 'refused');
    await frame
      .getByText(/x\.npy \(\d+\sB\) was left out of this report/)
      .filter({ visible: true })
      .first()
      .waitFor();
    assert.match((await page.locator('.answer').textContent()) ?? '', /^✓ Correct, within float32 rounding/);
    assert.deepEqual([requests, complaints], [[], []]);
  });

  it('without the debugger has no script and runs none', async () => {
    const path = await write('right', '--static');
    assert.doesNotMatch(readFileSync(path, 'utf8'), /<script|<iframe/);
    const { page, complaints } = await open(path, { javaScriptEnabled: false });
    assert.equal(await page.locator('figure img').count(), 2);
    assert.deepEqual(complaints, []);
  });

  it('shows names as they are, in the debugger too', async () => {
    const name = '</script><img src=x onerror=alert(1)>';
    const one = { shape: [1, 1, 1, 1], values: [1] };
    writeFileSync(join(folder, 'named.convt.json'), JSON.stringify({ version: 1, name, input: one, weight: one }));
    const { page, requests, complaints } = await open(await write('named'));
    await debuggerFrame(page);
    assert.equal(await page.locator('h1').textContent(), name);
    assert.deepEqual([requests, complaints], [[], []]);
  });

  it('says why a call is refused, in the debugger too', async () => {
    const path = join(folder, 'r.html');
    const { exitCode } = await convt(['report', join(folder, 'illegal.convt.json'), '--html', path]);
    assert.equal(exitCode, 2);
    const { page } = await open(path);
    await debuggerFrame(page, 'refused');
    await page.getByText('dilation[0] = 0 must be an integer of at least 1.').waitFor();
  });
});
