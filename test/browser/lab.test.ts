import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { lab } from './lab.ts';
import { outputSize, typeInto } from './shellPage.ts';

describe('the lab', function () {
  this.timeout(300_000);
  const vscode = lab();

  it('closes an unsaved document without a question, and keeps nothing of it', async () => {
    const scenario = {
      version: 1,
      name: 'unsaved',
      input: { fill: 'ones', shape: [1, 1, 3, 3] },
      weight: { fill: 'ones', shape: [1, 1, 2, 2] },
    };
    assert.equal(await vscode.openScenario(scenario, 'unsaved.convt.json'), 'done');
    const text = readFileSync(join(vscode.folder(), 'unsaved.convt.json'), 'utf8');
    const frame = await vscode.frame();
    await typeInto(frame, 'Stride, width', '2');
    await outputSize(frame).filter({ hasText: '4 × 6' }).waitFor();
    await vscode.page().locator('.tab.dirty').waitFor();
    // A clean editor in front of the unsaved one.
    assert.equal(await vscode.openPreset('strided'), 'done');
    await vscode.command('lab.closeEditors');
    await vscode.page().locator('.tab').first().waitFor({ state: 'detached' });
    // A question would have kept the tab: now that the tab is gone none can follow.
    assert.equal(await vscode.page().locator('.monaco-dialog-box').count(), 0);
    assert.equal(readFileSync(join(vscode.folder(), 'unsaved.convt.json'), 'utf8'), text);
  });
});
