import assert from 'node:assert/strict';
import { keyCommandsOf, keyLabel, keyLabelsOf, keyNameOf } from '../../../webview/ui/keyTable.ts';

const pressed = (key: string, modifiers: Partial<KeyboardEvent> = {}): string | null =>
  keyNameOf({ key, altKey: false, shiftKey: false, ctrlKey: false, metaKey: false, ...modifiers } as KeyboardEvent);

describe('the table of keys', () => {
  it('names a pressed key by its modifiers; Shift counts where it does not make the character', () => {
    assert.equal(pressed('ArrowLeft'), 'ArrowLeft');
    assert.equal(pressed('ArrowLeft', { shiftKey: true }), 'Shift+ArrowLeft');
    assert.equal(pressed('ArrowUp', { altKey: true }), 'Alt+ArrowUp');
    assert.equal(pressed('G', { shiftKey: true }), 'Shift+g');
    assert.equal(pressed(' ', { shiftKey: true }), 'Shift+ ');
    assert.equal(pressed('?', { shiftKey: true }), '?');
    // VS Code's own shortcuts are not the page's.
    assert.equal(pressed('f', { ctrlKey: true }), null);
    assert.equal(pressed('f', { metaKey: true }), null);
  });

  it('writes keys as people do', () => {
    assert.deepEqual(
      ['Shift+ArrowLeft', 'g', ' ', 'Shift+ ', '+', 'Alt++', '-', 'F8', 'Shift+F8', 'PageUp'].map(keyLabel),
      ['Shift+←', 'G', 'Space', 'Shift+Space', '+', 'Alt++', '−', 'F8', 'Shift+F8', 'PageUp'],
    );
    assert.deepEqual(keyLabelsOf({ does: '', keys: { a: 1, b: 2 } }), ['A', 'B']);
    assert.deepEqual(keyLabelsOf({ does: '', keys: { a: 1, b: 2 }, shown: 'A – B' }), ['A – B']);
    assert.deepEqual(keyLabelsOf({ does: '', shown: 'Ctrl+wheel' }), ['Ctrl+wheel']);
  });

  it('finds what a key stands for, and refuses a key in two rows', () => {
    const one = {
      title: 'One',
      rows: [
        { does: 'one', keys: { a: 1, b: 2 } },
        { does: 'drag', shown: 'Drag' },
      ],
    };
    assert.deepEqual(
      [...keyCommandsOf([one])],
      [
        ['a', 1],
        ['b', 2],
      ],
    );
    const other = { title: 'Other', rows: [{ does: 'again', keys: { b: 3 } }] };
    assert.throws(() => keyCommandsOf([one, other]), /b/);
  });
});
