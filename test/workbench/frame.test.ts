import assert from 'node:assert/strict';
import type { Frame, FrameLocator } from 'playwright-core';
import { eventually } from '../browser/eventually.ts';
import { workbench } from './bench.ts';

describe('the frame around the page', () => {
  const bench = workbench();
  const product = (): FrameLocator => bench.page().frameLocator('.stage iframe').frameLocator('iframe.webview');
  const reached = async (state: string): Promise<void> => {
    await product().locator(`#root[data-state="${state}"]`).waitFor({ state: 'attached' });
  };
  const choose = async (name: string, value: string): Promise<void> => {
    await bench.page().getByRole('combobox', { name, exact: true }).selectOption(value);
  };
  /** The frame that the product's page is in. */
  const outer = (): Frame => {
    const frame = bench.page().frames()[1];
    assert.ok(frame);
    return frame;
  };

  it('shows another theme, width and zoom without loading the page anew', async () => {
    await bench.page().goto('/?preset=strided');
    await reached('done');
    await outer().evaluate(() => (document.documentElement.dataset.same = 'yes'));
    await choose('Theme', 'hc-light');
    await product().locator('body.vscode-high-contrast-light').waitFor();
    await choose('Width', '700');
    await outer().waitForFunction(() => innerWidth === 700);
    // At 200 % a page has half as many pixels of CSS, each of twice as many of the screen.
    await choose('Zoom', '2');
    await outer().waitForFunction(() => innerWidth === 350 && devicePixelRatio === 2);
    assert.equal(await outer().locator('html').getAttribute('data-same'), 'yes');
  });

  it('writes what its controls say into its address, which leads back to it', async () => {
    await bench.page().goto('/?preset=strided');
    await reached('done');
    await choose('State', 'refused');
    await reached('refused');
    await bench.page().reload();
    await reached('refused');
    const state = bench.page().getByRole('combobox', { name: 'State' });
    await eventually(async () => assert.equal(await state.inputValue(), 'refused'));
    await choose('Preset', 'strided');
    await reached('done');
    assert.equal(new URL(bench.page().url()).searchParams.get('state'), null);
  });

  it('opens files of its user, with the tensors beside them', async () => {
    await bench.page().goto('/?preset=strided');
    await reached('done');
    const fixtures = new URL('../fixtures/extension/', import.meta.url);
    const names = ['files.convt.json', 'x.npy', 'w.npy'];
    const files = names.map((name) => new URL(name, fixtures).pathname);
    await bench.page().getByLabel('Open').setInputFiles(files);
    await product().getByText('File x.npy').first().waitFor({ state: 'attached' });
    await reached('done');
  });
});
