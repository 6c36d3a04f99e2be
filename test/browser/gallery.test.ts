import assert from 'node:assert/strict';
import { presets } from '../../src/scenario/presets.ts';
import type { Theme } from '../../scripts/lab/theme.ts';
import { lab } from './lab.ts';

const themes = ['dark', 'light', 'hc-dark', 'hc-light'] satisfies Theme[];

/** Parts whose text may not be wider than the part itself, unless it says so with an ellipsis. */
const tight = '.statistics-table, .verdict-box, .measure-switch, .debug-row';

describe('every preset', () => {
  const vscode = lab();

  for (const [at, preset] of presets.entries()) {
    it(`is drawn without a part running over: ${preset.id}`, async function () {
      this.timeout(60_000);
      assert.equal(await vscode.openPreset(preset.id), 'done');
      const frame = await vscode.frame();
      // A picture of each in some theme; of one in all.
      for (const theme of preset.id === 'forum' ? themes : [themes[at % themes.length] ?? 'dark']) {
        await vscode.setTheme(theme);
        await vscode.screenshot(`${preset.id}-${theme}`);
      }
      const over = await frame.locator(tight).evaluateAll((parts: readonly Element[]) =>
        parts
          .filter((part) => {
            const room = part.parentElement?.getBoundingClientRect();
            return room !== undefined && part.getBoundingClientRect().right > room.right + 1;
          })
          .map((part) => part.getAttribute('class')),
      );
      assert.deepEqual(over, []);
    });
  }
});
