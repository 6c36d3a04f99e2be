import assert from 'node:assert/strict';
import type { Frame } from 'playwright-core';
import { eventually } from '../browser/eventually.ts';
import { engineWorker, typeInto } from '../browser/shellPage.ts';
import { workbench } from './bench.ts';

/** 604 million multiply-adds. */
const large = {
  version: 1,
  name: 'large',
  input: { fill: 'randn', shape: [1, 64, 96, 96] },
  weight: { fill: 'randn', shape: [64, 64, 4, 4] },
  stride: [2, 2],
  padding: [1, 1],
  seed: 42,
  formulation: 'auto',
};

describe('the engine’s helpers', function () {
  this.timeout(120_000);
  const bench = workbench();
  let frame: Frame;

  const helpers = async (): Promise<number> => {
    const names = bench
      .page()
      .workers()
      .map((worker) => worker.evaluate(() => self.name).catch(() => ''));
    return (await Promise.all(names)).filter((name) => name === 'conv-transpose2d helper').length;
  };
  const haveBecome = (wanted: number): Promise<void> => eventually(async () => assert.equal(await helpers(), wanted));

  it('come with the first call that is worth dividing, and change nothing of the next one', async () => {
    assert.equal(await bench.openScenario(large, 'large.convt.json'), 'done');
    frame = await bench.frame();
    const statistics = frame.locator('.statistics-table');
    const alone = await statistics.innerText();
    const cores = await frame.evaluate(() => navigator.hardwareConcurrency);
    await haveBecome(Math.min(4, cores) - 1);
    await typeInto(frame, 'Seed', '5');
    assert.equal(await bench.settled(), 'done');
    await eventually(async () => assert.notEqual(await statistics.innerText(), alone));
    await typeInto(frame, 'Seed', '42');
    assert.equal(await bench.settled(), 'done');
    await eventually(async () => assert.equal(await statistics.innerText(), alone));
    await frame.locator('.verdict').getByText('Correct, within float32 rounding').waitFor();
  });

  it('end with it', async () => {
    assert.equal(await bench.openScenario(large, 'large.convt.json'), 'done');
    frame = await bench.frame();
    await haveBecome(Math.min(4, await frame.evaluate(() => navigator.hardwareConcurrency)) - 1);
    const worker = await engineWorker(bench.page());
    await worker.evaluate(() => {
      setTimeout(() => {
        throw new Error('died for a test');
      });
    });
    await haveBecome(0);
    bench.consoleErrors().length = 0;
    await typeInto(frame, 'Seed', '7');
    assert.equal(await bench.settled(), 'done');
  });
});
