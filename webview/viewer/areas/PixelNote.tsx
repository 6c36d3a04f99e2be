import type { ReadonlySignal } from '@preact/signals';
import type { Cell } from '../../../src/engine/provenance/stage.ts';
import { Menu } from '../../ui/Menu.tsx';
import type { PaneFrame } from '../frame.ts';
import { sightText } from '../sightText.ts';
import type { AreaPicture } from './areaPicture.ts';
import { areaText, densityText, exactnessText, isZoomedOut } from './density.ts';
import { pixelItems, pixelShowsOf } from './pixelItems.ts';
import type { Viewer } from '../../store/viewer.ts';

interface Noted {
  readonly viewer: Viewer;
  /** The pane, and what it is called. */
  readonly paneKey: string;
  readonly title: string;
  readonly frame: PaneFrame;
  readonly areas: AreaPicture;
}

/** How exact the picture is, in words; empty where every cell is there to be seen. */
function exactnessNow({ viewer, paneKey, frame, areas }: Noted): string {
  const exactness = areas.exactness.value;
  if (exactness === 'exact' && !isZoomedOut(frame)) return '';
  return exactnessText(exactness, pixelShowsOf(viewer, paneKey), viewer.tiles.failure.value);
}

/**
 * In a pane's header: which part is in sight, how many cells a pixel stands for, and a button that
 * says what it shows of them and lets one choose. Over the picture, what stands in the pixel there.
 */
export function PixelNote(props: Noted & { readonly slice: string; readonly over: ReadonlySignal<Cell | null> }) {
  const { viewer, paneKey, title, frame, areas, slice, over } = props;
  const zoomedOut = isZoomedOut(frame);
  const exactness = exactnessNow(props);
  const area = zoomedOut && over.value !== null ? areas.areaAt(over.value) : null;
  const density = densityText(frame);
  const place = area === null ? sightText(frame) || density : areaText(area.areas, area.at);
  const words = [slice, place].filter((text) => text !== '').join(' · ');
  return (
    <span class="pane-note end" title={density}>
      {words}
      {exactness !== '' && (words === '' ? '' : ', ')}
      {exactness !== '' && !zoomedOut && exactness}
      {zoomedOut && (
        <Menu
          label={`What a pixel of ${title} shows: ${exactness}`}
          face={exactness}
          icon="chevron-down"
          items={pixelItems(viewer, paneKey)}
        />
      )}
    </span>
  );
}

/** The shape after a pane's title, with what there is no room for as its tip. */
export function ShapeNote(props: Noted & { readonly text: string; readonly hint?: string }) {
  const tip = [props.hint ?? '', densityText(props.frame), exactnessNow(props)].filter((text) => text !== '');
  return (
    <span class="pane-shape" title={tip.join(', ')}>
      {props.text}
    </span>
  );
}
