import { fixedAxes } from '../../src/engine/views/pictureAxes.ts';
import { clampIndex } from '../viewer/tensor/clampIndices.ts';
import type { FileState } from './fileState.ts';
import { cellIndex } from './sliceName.ts';
import { pixelWords } from './pixelWords.ts';

/** A key of the page of a tensor file: its name as in `KeyboardEvent.key`, what it does in words, and doing it. */
export interface TensorKey {
  readonly key: string;
  readonly words: string;
  readonly run: (file: FileState) => void;
}

/** The page's keys. They have the meaning that they have in the debugger. */
export const tensorKeys: readonly TensorKey[] = [
  { key: 'PageDown', words: 'Next slice of the last axis', run: (file) => stepSlice(file, 'last', 1) },
  { key: 'PageUp', words: 'Previous slice of the last axis', run: (file) => stepSlice(file, 'last', -1) },
  { key: ']', words: 'Next slice of the axis before', run: (file) => stepSlice(file, 'before', 1) },
  { key: '[', words: 'Previous slice of the axis before', run: (file) => stepSlice(file, 'before', -1) },
];

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

/** Listens to the page's keys and to the clipboard's copy event; returns a function that stops listening. */
export function listenToTensorKeys(file: FileState): () => void {
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    const { target } = event;
    if (target instanceof HTMLElement && target.matches('input:not([type=checkbox]), select')) return;
    const found = tensorKeys.find(({ key }) => key === event.key);
    if (found === undefined) return;
    found.run(file);
    event.preventDefault();
    event.stopPropagation();
  };
  const onCopy = (event: ClipboardEvent): void => copyCursorValue(event, file);
  document.addEventListener('keydown', onKeyDown);
  document.addEventListener('copy', onCopy);
  return () => {
    document.removeEventListener('keydown', onKeyDown);
    document.removeEventListener('copy', onCopy);
  };
}

/** If no text is selected, copies the element at the cursor: its tensor, its index and its value in full precision. */
function copyCursorValue(event: ClipboardEvent, { reader, viewer, info }: FileState): void {
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
