import { outputOffset } from '../../src/engine/provenance/offsets.ts';
import { elementsOf } from '../store/places.ts';
import type { Session } from '../store/session.ts';

/** Without a selection, copying gives the value under the cursor with its index, every digit of it. */
export function copyCursorValue(event: ClipboardEvent, { runner, viewer, messages }: Session): void {
  const run = runner.currentRun.value;
  const cursor = viewer.cursor.value;
  if (event.defaultPrevented || run === null || elementsOf(run) === 0) return;
  const { activeElement } = document;
  const typing = activeElement?.matches('input, textarea') === true;
  if (typing || (getSelection()?.toString() ?? '') !== '') return;
  const { n, c, y, x } = cursor;
  const value = run.run.output.data[outputOffset(run.geometry, cursor)] ?? NaN;
  const index = run.geometry.batched ? [n, c, y, x] : [c, y, x];
  const text = `y[${index.join(', ')}] = ${value}`;
  event.clipboardData?.setData('text/plain', text);
  event.preventDefault();
  messages.tell(`Copied ${text}`);
}
