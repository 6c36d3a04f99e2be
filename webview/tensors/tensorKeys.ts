import { fixedAxes } from '../../src/engine/views/pictureAxes.ts';
import type { KeyGroup } from '../ui/keyTable.ts';
import { clampIndex } from '../viewer/tensor/clampIndices.ts';
import type { FileState } from './fileState.ts';
import { cellIndex } from './sliceName.ts';
import { pixelWords } from './pixelWords.ts';

/** Returns the keys of the page of a tensor file by group. They have the meaning that they have in the debugger. */
export function tensorKeys(file: FileState): readonly KeyGroup[] {
  return [
    {
      title: 'Slices',
      rows: [
        {
          does: 'previous or next slice of the last axis that is not drawn',
          keys: { PageUp: () => stepSlice(file, 'last', -1), PageDown: () => stepSlice(file, 'last', 1) },
        },
        {
          does: 'previous or next slice of the axis before',
          keys: { '[': () => stepSlice(file, 'before', -1), ']': () => stepSlice(file, 'before', 1) },
        },
        { does: 'copy the value with its index', shown: 'Ctrl+C' },
      ],
    },
  ];
}

/**
 * Steps the index of an axis that is not drawn and longer than 1: the last one, or the one before (the last if there is
 * one only).
 */
function stepSlice({ reader, picture, chooseIndex, viewer }: FileState, which: 'last' | 'before', by: 1 | -1): void {
  const phase = reader.phase.peek();
  if (phase.kind !== 'shown') return;
  const { entry, axes } = phase.shown;
  const { shape } = entry;
  const long = fixedAxes(shape, axes).filter((axis) => (shape[axis] as number) > 1);
  const axis = long.at(which === 'last' ? -1 : -2) ?? long.at(-1);
  if (axis === undefined) return;
  const before = picture.peek().indices[axis] ?? 0;
  const index = clampIndex(before + by, shape[axis] as number);
  if (index !== before) chooseIndex(axis, index);
  viewer.messages.announce(`Axis ${axis}: ${index} of ${(shape[axis] as number) - 1}`);
}

/** If no text is selected, copies the element at the cursor: its tensor, its index and its value in full precision. */
export function copyCursorValue(event: ClipboardEvent, { reader, viewer, info }: FileState): void {
  const phase = reader.phase.peek();
  if (event.defaultPrevented || phase.kind !== 'shown' || phase.shown.tensor.data.length === 0) return;
  const isInField = document.activeElement?.matches('input:not([type=range]):not([type=checkbox])') === true;
  if (isInField || (getSelection()?.toString() ?? '') !== '') return;
  const { shown } = phase;
  const { y, x } = viewer.cursor.peek();
  const cell = { row: y, column: x };
  const name = shown.entry.key === '' ? (info.peek()?.name ?? '') : shown.entry.key;
  const text = `${name}${cellIndex(shown.axes, shown.indices, cell)} = ${pixelWords(shown, cell)}`;
  event.clipboardData?.setData('text/plain', text);
  event.preventDefault();
  viewer.messages.tell(`Copied ${text}`);
}
