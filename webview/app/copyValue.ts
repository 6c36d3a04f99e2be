import { outputOffset } from '../../src/engine/provenance/offsets.ts';
import { tell } from '../ui/notice.ts';
import { cursor, loaded } from '../store/session.ts';
import { elementsOf } from '../store/steps.ts';

/** Without a selection, copying gives the value under the cursor with its index, every digit of it. */
export function copyCursorValue(event: ClipboardEvent): void {
  const run = loaded.value;
  if (event.defaultPrevented || run === null || elementsOf(run) === 0) return;
  const { activeElement } = document;
  const typing = activeElement?.matches('input, textarea') === true;
  if (typing || (getSelection()?.toString() ?? '') !== '') return;
  const { n, c, y, x } = cursor.value;
  const value = run.run.output.data[outputOffset(run.geometry, cursor.value)] ?? NaN;
  const index = run.geometry.batched ? [n, c, y, x] : [c, y, x];
  const text = `y[${index.join(', ')}] = ${value}`;
  event.clipboardData?.setData('text/plain', text);
  event.preventDefault();
  tell(`Copied ${text}`);
}
