import { useEffect } from 'preact/hooks';
import type { Cell } from '../../../src/engine/provenance/stage.ts';
import { Menu, type MenuItem } from '../../ui/Menu.tsx';
import { copyNumpy } from './copyNumpy.ts';
import { copyValue } from './copyValue.ts';
import type { PaneExport } from './paneExport.ts';
import { saveImage } from './saveImage.ts';
import { saveSlice } from './saveNpy.ts';
import { useViewer } from '../../store/useSession.ts';

/** The menu of a pane, also opened as its context menu: copy and save its image and numbers, fit, choose pixels. */
export function PaneMenu(props: {
  readonly paneExport: PaneExport;
  readonly cell: () => Cell;
  /** Shows the whole matrix; null if it is visible already. */
  readonly fit: (() => void) | null;
  /** Items that choose what a pixel shows; empty if every cell has a pixel of its own. */
  readonly pixels: readonly MenuItem[];
  readonly menuRef: { current: HTMLElement | null };
}) {
  const { paneExport, cell, fit, pixels, menuRef } = props;
  const { exports, host, messages } = useViewer();
  const { stage, key } = paneExport.pane;
  const tellResult = (result: Promise<string>): void => void result.then(messages.tell);
  useEffect(
    () =>
      exports.offer({
        id: `${key}.png`,
        label: `${stage.symbol} ${stage.title} as PNG`,
        save: () => tellResult(saveImage(paneExport, host)),
      }),
    [paneExport.view, key],
  );
  const items: MenuItem[] = [
    {
      id: 'value',
      label: 'Copy value (Ctrl+C)',
      choose: () => tellResult(copyValue(paneExport, cell(), host)),
    },
    { id: 'numpy', label: 'Copy as NumPy', choose: () => tellResult(copyNumpy(paneExport, host)) },
    { id: 'png', label: 'Save PNG…', choose: () => tellResult(saveImage(paneExport, host)) },
    { id: 'npy', label: 'Save .npy…', choose: () => tellResult(saveSlice(paneExport, host)) },
  ];
  if (fit !== null) items.push({ id: 'fit', label: 'Fit', choose: fit });
  items.push(...pixels);
  return (
    <span class="pane-menu" ref={menuRef}>
      <Menu label={`${stage.title}: actions`} icon="ellipsis" items={items} />
    </span>
  );
}
