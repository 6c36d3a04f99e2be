import assert from 'node:assert/strict';
import { themeKind, type Theme } from '../../scripts/lab/theme.ts';
import { eventually } from './eventually.ts';
import { lab } from './lab.ts';

describe('the visual debugger in VS Code', function () {
  this.timeout(300_000);
  const vscode = lab();

  it('opens from the command palette and computes its verdict', async () => {
    await vscode.palette('ConvTranspose2d: Open Debugger (Transposed Convolution, Deconvolution, Unfold)');
    assert.equal(await vscode.settled(), 'done');
  });

  it('follows the theme while it is open', async () => {
    assert.equal(await vscode.openPreset('asker'), 'done');
    const body = (await vscode.frame()).locator('body');
    for (const theme of ['light', 'hc-dark', 'hc-light', 'dark'] satisfies Theme[]) {
      await vscode.setTheme(theme);
      await eventually(async () => assert.equal(await body.getAttribute('data-vscode-theme-kind'), themeKind[theme]));
    }
  });

  it('may not run a script that it did not bring along', async () => {
    assert.equal(await vscode.openPreset('asker'), 'done');
    const frame = await vscode.frame();
    const ran = await frame.evaluate(() => {
      const script = document.createElement('script');
      script.textContent = 'window.intruder = true';
      document.body.append(script);
      return 'intruder' in window;
    });
    assert.equal(ran, false);
    await eventually(() => assert.match(vscode.consoleErrors().join('\n'), /Content Security Policy/));
    // The complaint is what the test provoked.
    vscode.consoleErrors().length = 0;
  });
});
