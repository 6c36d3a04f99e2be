import { useEffect } from 'preact/hooks';
import type { Cell } from '../../../src/engine/provenance/stage.ts';
import { Menu, type MenuItem } from '../../ui/Menu.tsx';
import { copyNumpy } from './copyNumpy.ts';
import { copyValue } from './copyValue.ts';
import type { PaneExport } from './paneExport.ts';
import { saveImage } from './saveImage.ts';
import type { PaneZoom } from '../ZoomButtons.tsx';
import { saveSlice } from './saveNpy.ts';
import { useViewer } from '../../store/useSession.ts';

/** The menu of a pane, also opened as its context menu: copy and save its image and numbers, zoom, choose pixels. */
export function PaneMenu(props: {
  readonly paneExport: PaneExport;
  readonly cell: () => Cell;
  /** Zooms the pane; null if its header has buttons for it, or if it cannot be zoomed. */
  readonly zoom: PaneZoom | null;
  /** Items that choose what a pixel shows; empty if every cell has a pixel of its own. */
  readonly pixels: readonly MenuItem[];
  readonly menuRef: { current: HTMLElement | null };
}) {
  const { paneExport, cell, zoom, pixels, menuRef } = props;
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
  const zooms = [
    { id: 'zoom-in', label: 'Zoom in (+)', choose: zoom?.zoomIn },
    { id: 'zoom-out', label: 'Zoom out (−)', choose: zoom?.zoomOut },
    { id: 'fit', label: 'Fit (0)', choose: zoom?.fit },
  ];
  for (const { choose, ...item } of zooms) {
    if (choose !== null && choose !== undefined) items.push({ ...item, choose });
  }
  items.push(...pixels);
  return (
    <span class="pane-menu" ref={menuRef}>
      <Menu label={`${stage.title}: actions`} icon="ellipsis" items={items} />
    </span>
  );
}
