import { useEffect } from 'preact/hooks';
import type { Cell } from '../../../src/engine/provenance/stage.ts';
import { Menu, type MenuItem } from '../../ui/Menu.tsx';
import { copyNumpy } from './copyNumpy.ts';
import { copyValue } from './copyValue.ts';
import type { PaneExport } from './paneExport.ts';
import { saveImage } from './saveImage.ts';
import { saveSlice } from './saveNpy.ts';
import { useViewer } from '../../store/useSession.ts';

/** What can be done with a pane's picture and numbers; also what its context menu shows. */
export function PaneMenu(props: {
  readonly portrait: PaneExport;
  readonly cell: () => Cell;
  /** Null where everything is in sight already. */
  readonly fit: (() => void) | null;
  /** What a pixel can show; none where cells have pixels of their own. */
  readonly pixels: readonly MenuItem[];
  readonly menuRef: { current: HTMLElement | null };
}) {
  const { portrait, cell, fit, pixels, menuRef } = props;
  const { exports, host, messages } = useViewer();
  const { stage, key } = portrait.source;
  const telling = (done: Promise<string>): void => void done.then(messages.tell);
  useEffect(
    () =>
      exports.offer({
        id: `${key}.png`,
        label: `${stage.symbol} ${stage.title} as PNG`,
        save: () => telling(saveImage(portrait, host)),
      }),
    [portrait.view, key],
  );
  const items: MenuItem[] = [
    {
      id: 'value',
      label: 'Copy value (Ctrl+C)',
      choose: () => telling(copyValue(portrait, cell(), host)),
    },
    { id: 'numpy', label: 'Copy as NumPy', choose: () => telling(copyNumpy(portrait, host)) },
    { id: 'png', label: 'Save PNG…', choose: () => telling(saveImage(portrait, host)) },
    { id: 'npy', label: 'Save .npy…', choose: () => telling(saveSlice(portrait, host)) },
  ];
  if (fit !== null) items.push({ id: 'fit', label: 'Fit', choose: fit });
  items.push(...pixels);
  return (
    <span class="pane-menu" ref={menuRef}>
      <Menu label={`${stage.title}: actions`} icon="ellipsis" items={items} />
    </span>
  );
}
