import { formatInteger } from '../../src/scenario/text/format.ts';
import type { PaneFrame } from './frame.ts';

/** Which part of a matrix is in sight, where not all of it is: "columns 16–39 of 64". */
export function sightText(frame: PaneFrame): string {
  const part = (name: string, first: number, size: number, length: number): string => {
    if (size >= length - 0.01) return '';
    const from = Math.round(first);
    const to = Math.min(length, Math.round(first + size)) - 1;
    return `${name} ${formatInteger(from)}–${formatInteger(to)} of ${formatInteger(length)}`;
  };
  const rows = part('rows', frame.row, frame.height / frame.cellHeight, frame.rows);
  const columns = part('columns', frame.column, frame.width / frame.cellWidth, frame.columns);
  return [rows, columns].filter((text) => text !== '').join(', ');
}
