import { CellKind } from '../../../src/engine/geometry/geometry.ts';
import type { Cell } from '../../../src/engine/provenance/stage.ts';
import { cellWords } from '../cellWords.ts';
import type { PaneExport } from './paneExport.ts';
import type { HostServices } from '../../bridge/hostServices.ts';

/** Copies a cell's value with its index, "U[229, 429] = 0.2918": what to tell people about it. */
export async function copyValue(portrait: PaneExport, cell: Cell, host: HostServices): Promise<string> {
  const { source, view, cursor } = portrait;
  const index = source.index(cursor(), cell);
  const words = cellWords(view, cell, source.dtype);
  const zero = view.kind(cell.row, cell.column) !== CellKind.value;
  const text = `${source.stage.symbol}${index} = ${zero ? `0 (${words})` : words}`;
  return (await host.copyText(text)) ? `Copied ${text}` : 'Nothing was copied.';
}
