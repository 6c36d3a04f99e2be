import type { ReadonlySignal } from '@preact/signals';
import type { Cell } from '../../../src/engine/provenance/stage.ts';
import type { TermId } from '../../../src/scenario/text/explainedTerms.ts';
import { TermLabel } from '../../ui/TermLabel.tsx';
import { Menu } from '../../ui/Menu.tsx';
import type { PaneFrame } from '../frame.ts';
import type { AreaPicture } from './areaPicture.ts';
import { areaText, densityText, exactnessText, isZoomedOut, visiblePartText } from './density.ts';
import { pixelItems, pixelShowsOf } from './pixelItems.ts';
import type { Viewer } from '../../store/viewer.ts';

interface Noted {
  readonly viewer: Viewer;
  /** Key of the pane. */
  readonly paneKey: string;
  readonly title: string;
  readonly frame: PaneFrame;
  readonly areas: AreaPicture;
}

/** Returns how exact the heatmap is, in words; empty if every cell has a pixel of its own and is exact. */
function exactnessNow({ viewer, paneKey, frame, areas }: Noted): string {
  const exactness = areas.exactness.value;
  if (exactness === 'exact' && !isZoomedOut(frame)) return '';
  return exactnessText(exactness, pixelShowsOf(viewer, paneKey), viewer.tiles.failure.value);
}

/**
 * Note in a pane's header: the slice, then the visible part or the number of cells per pixel, and a menu that names and
 * chooses what a pixel shows. While a cell has the keyboard focus, the note shows the values in its pixel instead.
 */
export function PixelNote(props: Noted & { readonly slice: string; readonly over: ReadonlySignal<Cell | null> }) {
  const { viewer, paneKey, title, frame, areas, slice, over } = props;
  const zoomedOut = isZoomedOut(frame);
  const exactness = exactnessNow(props);
  const area = zoomedOut && over.value !== null ? areas.areaAt(over.value) : null;
  const density = densityText(frame);
  const place = area === null ? visiblePartText(frame) || density : areaText(area.areas, area.at);
  const words = [slice, place].filter((text) => text !== '').join(' · ');
  return (
    <span class="pane-note end" title={density}>
      <span class="words">
        {words}
        {exactness !== '' && (words === '' ? '' : ', ')}
        {exactness !== '' && !zoomedOut && exactness}
      </span>
      {zoomedOut && (
        <Menu
          label={`Pixels of ${title} show: ${exactness}`}
          face={exactness}
          icon="chevron-down"
          items={pixelItems(viewer, paneKey)}
        />
      )}
    </span>
  );
}

/**
 * The shape after a pane's title; the tooltip has the hint, the cells per pixel and the exactness. If a term is given, its
 * explanation is shown instead.
 */
export function ShapeNote(props: Noted & { readonly text: string; readonly hint?: string; readonly term?: TermId }) {
  if (props.term !== undefined) {
    return (
      <span class="pane-shape">
        <TermLabel term={props.term}>{props.text}</TermLabel>
      </span>
    );
  }
  const details = [props.hint ?? '', densityText(props.frame), exactnessNow(props)].filter((text) => text !== '');
  return (
    <span class="pane-shape" title={details.join(', ')}>
      {props.text}
    </span>
  );
}
