import { CellKind } from '../../../src/engine/geometry/geometry.ts';
import type { Cell } from '../../../src/engine/provenance/stage.ts';
import { cellWords } from '../cellWords.ts';
import type { PaneExport } from './paneExport.ts';
import type { HostServices } from '../../bridge/hostServices.ts';

/** Copies a cell's index and value ("U[229, 429] = 0.2918"). Returns the message for the user. */
export async function copyValue(paneExport: PaneExport, cell: Cell, host: HostServices): Promise<string> {
  const { pane, view, cursor } = paneExport;
  const index = pane.index(cursor(), cell);
  const words = pane.image?.words(cell) ?? cellWords(view, cell, pane.dtype);
  const zero = view.kind(cell.row, cell.column) !== CellKind.value;
  const text = `${pane.stage.symbol}${index} = ${zero ? `0 (${words})` : words}`;
  return (await host.copyText(text)) ? `Copied ${text}` : 'Copying to the clipboard failed.';
}
