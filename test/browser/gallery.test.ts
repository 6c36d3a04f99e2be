import assert from 'node:assert/strict';
import { presets } from '../../src/scenario/presets/presets.ts';
import { lab } from './lab.ts';

/** Parts whose text may not be wider than the part itself, unless it says so with an ellipsis. */
const tight = '.statistics-table, .verdict-box, .measure-switch, .debug-row';

describe('the presets', () => {
  const vscode = lab();

  it('are drawn one after the other without a part running over', async function () {
    this.timeout(120_000);
    assert.equal(await vscode.openPreset('forum'), 'done');
    const frame = await vscode.frame();
    const over = (): Promise<readonly (string | null)[]> =>
      frame.locator(tight).evaluateAll((parts: readonly Element[]) =>
        parts
          .filter((part) => {
            const room = part.parentElement?.getBoundingClientRect();
            return room !== undefined && part.getBoundingClientRect().right > room.right + 1;
          })
          .map((part) => part.getAttribute('class')),
      );
    for (const { id } of presets) {
      await frame.getByRole('combobox', { name: 'Preset' }).selectOption(id);
      assert.equal(await vscode.settled(), 'done', id);
      assert.deepEqual(await over(), [], id);
      await vscode.screenshot(`${id}-dark`);
    }
  });
});
