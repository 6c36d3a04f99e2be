import type { Cell } from '../../../src/engine/provenance/stage.ts';
import { cellAssignment } from '../cellWords.ts';
import type { PaneExport } from './paneExport.ts';
import type { HostServices } from '../../bridge/hostServices.ts';

/** Copies a cell's index and value ("U[229, 429] = 0.2918"). Returns the message for the user. */
export async function copyValue(paneExport: PaneExport, cell: Cell, host: HostServices): Promise<string> {
  const { pane, view, cursor } = paneExport;
  const text = cellAssignment(pane, view, cursor(), cell);
  return (await host.copyText(text)) ? `Copied ${text}` : 'Copying to the clipboard failed.';
}
