import assert from 'node:assert/strict';
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Frame } from 'playwright-core';
import { assertFits } from '../browser/accessible.ts';
import { eventually } from '../browser/eventually.ts';
import { workbench } from './bench.ts';

const result = fileURLToPath(new URL('../fixtures/probe/groups-interleaved.probe.json', import.meta.url));

/** What of a result file the page must show. */
interface ProbeFile {
  readonly headline: string;
  readonly sentences: readonly string[];
  readonly first: { readonly required: readonly { readonly weight: readonly number[] }[] };
}
const probe = JSON.parse(readFileSync(result, 'utf8')) as ProbeFile;

describe('a probe’s result in the tab Diagnose', function () {
  this.timeout(120_000);
  const bench = workbench();
  const headline = (frame: Frame): Promise<string> => frame.locator('.probe .diagnose-headline').innerText();

  /** Chooses a file in the dialog that the page's button opens. */
  async function choose(frame: Frame, path: string): Promise<void> {
    await frame.getByRole('tab', { name: 'Diagnose' }).click();
    await frame.getByRole('button', { name: 'Open probe result…' }).click();
    const page = bench.page();
    await page.getByRole('dialog').getByRole('textbox', { name: 'Path' }).fill(path);
    await page.getByRole('button', { name: 'Open the Path' }).click();
  }

  it('shows the words, and the differing element as two dot products', async () => {
    await bench.openPreset('strided');
    const frame = await bench.frame();
    await choose(frame, result);
    await eventually(async () => assert.equal(await headline(frame), probe.headline));
    const words = await frame.locator('.probe .verdict-box').innerText();
    for (const sentence of probe.sentences) assert.ok(words.includes(sentence), sentence);
    for (const side of ['Required', 'Yours']) {
      const table = frame.getByRole('region', { name: `${side} terms` }).getByRole('table');
      assert.equal(await table.locator('thead .foreign').count(), probe.first.required.length);
      assert.ok((await table.locator('.chip').count()) > 0);
    }
    const weights = frame.getByRole('region', { name: 'Required terms' }).locator('tbody tr').first();
    assert.match(await weights.innerText(), new RegExp(probe.first.required[0]?.weight.join(', ') ?? '–'));
    for (const width of [1400, 640, 420]) await assertFits(bench, frame, width, 'probe');
  });

  it('is opened by the command, survives a reload, and goes by its button', async () => {
    await bench.open({ preset: 'strided', probe: result });
    let frame = await bench.frame();
    await eventually(async () => assert.equal(await headline(await bench.frame()), probe.headline));
    assert.equal(await frame.getByRole('tab', { name: 'Diagnose' }).getAttribute('aria-selected'), 'true');
    await bench.reload();
    frame = await bench.frame();
    await eventually(async () => assert.equal(await headline(frame), probe.headline));
    await frame.locator('.probe').getByRole('button', { name: 'Close' }).click();
    await frame.locator('.probe').waitFor({ state: 'detached' });
  });

  it('is taken when it is dropped on the tab', async () => {
    const path = join(bench.folder(), 'mine.probe.json');
    copyFileSync(result, path);
    await bench.openPreset('strided');
    const frame = await bench.frame();
    await frame.getByRole('tab', { name: 'Diagnose' }).click();
    const area = frame.locator('.diagnose .file-drop');
    await area.evaluate((element, uri) => {
      const data = new DataTransfer();
      data.setData('text/uri-list', uri);
      for (const type of ['dragover', 'drop']) {
        element.dispatchEvent(new DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true }));
      }
    }, `file://${path}`);
    await eventually(async () => assert.equal(await headline(frame), probe.headline));
    await frame.locator('.probe').getByText('mine.probe.json').waitFor();
  });

  it('is refused in a sentence if the file is something else', async () => {
    const path = join(bench.folder(), 'other.json');
    await bench.openPreset('strided');
    const frame = await bench.frame();
    for (const [text, words] of [
      ['{"version": 1}', /other\.json cannot be shown\. It is not a result of convt probe/],
      ['{', /other\.json cannot be shown\. It is no JSON/],
      ['{"format": "convt-probe", "version": 2}', /other\.json cannot be shown\. It was written by another version/],
      ['{"format": "convt-probe", "version": 1, "command": 3}', /other\.json cannot be shown\. command must be a list/],
    ] as const) {
      writeFileSync(path, text);
      await choose(frame, path);
      await frame.getByText(words).first().waitFor();
      assert.equal(await frame.locator('.probe').count(), 0);
    }
  });
});
