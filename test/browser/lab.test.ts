import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { lab } from './lab.ts';
import { outputSize, typeInto } from './shellPage.ts';

describe('the lab', () => {
  const vscode = lab();

  it('closes an unsaved document without a question, and keeps nothing of it', async () => {
    const scenario = {
      version: 1,
      name: 'unsaved',
      input: { fill: 'ones', shape: [1, 1, 3, 3] },
      weight: { fill: 'ones', shape: [1, 1, 2, 2] },
    };
    await vscode.openScenario(scenario, 'unsaved.convt.json');
    const text = readFileSync(join(vscode.folder(), 'unsaved.convt.json'), 'utf8');
    const frame = await vscode.frame();
    await typeInto(frame, 'Stride, width', '2');
    await outputSize(frame).filter({ hasText: '4 × 6' }).waitFor();
    await vscode.page().locator('.tab.dirty').waitFor();
    // A clean editor in front of the unsaved one.
    await vscode.openPreset('strided');
    await vscode.command('lab.closeEditors');
    await vscode.page().locator('.tab').first().waitFor({ state: 'detached' });
    assert.equal(await vscode.page().locator('.monaco-dialog-box').count(), 0);
    assert.equal(readFileSync(join(vscode.folder(), 'unsaved.convt.json'), 'utf8'), text);
  });
});
