import assert from 'node:assert/strict';
import type { Frame } from 'playwright-core';
import { lab } from './lab.ts';
import { engineWorker, typeInto } from './shellPage.ts';

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
  const vscode = lab();
  let frame: Frame;

  const helpers = async (): Promise<number> => {
    const names = vscode
      .page()
      .workers()
      .map((worker) => worker.evaluate(() => self.name).catch(() => ''));
    return (await Promise.all(names)).filter((name) => name === 'conv-transpose2d helper').length;
  };
  const eventually = async (wanted: number): Promise<void> => {
    for (let tries = 0; tries < 100 && (await helpers()) !== wanted; tries++) {
      await vscode.page().waitForTimeout(100);
    }
    assert.equal(await helpers(), wanted);
  };

  it('come with the first call that is worth dividing, and change nothing of the next one', async () => {
    assert.equal(await vscode.openScenario(large, 'large.convt.json'), 'done');
    frame = await vscode.frame();
    const statistics = frame.locator('.statistics-table');
    const alone = await statistics.innerText();
    const cores = await frame.evaluate(() => navigator.hardwareConcurrency);
    await eventually(Math.min(4, cores) - 1);
    await typeInto(frame, 'Seed', '5');
    assert.equal(await vscode.settled(), 'done');
    assert.notEqual(await statistics.innerText(), alone);
    await typeInto(frame, 'Seed', '42');
    assert.equal(await vscode.settled(), 'done');
    assert.equal(await statistics.innerText(), alone);
    assert.match(await frame.locator('.verdict').innerText(), /Rounding only/);
  });

  it('end with it', async () => {
    assert.equal(await vscode.openScenario(large, 'large.convt.json'), 'done');
    frame = await vscode.frame();
    await eventually(Math.min(4, await frame.evaluate(() => navigator.hardwareConcurrency)) - 1);
    const worker = await engineWorker(vscode.page());
    await worker.evaluate(() => {
      setTimeout(() => {
        throw new Error('died for a test');
      });
    });
    await eventually(0);
    vscode.consoleErrors().length = 0;
    await typeInto(frame, 'Seed', '7');
    assert.equal(await vscode.settled(), 'done');
  });
});
