import { computed } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import { cellText } from '../../../src/scenario/text/cellText.ts';
import type { Stage } from '../../../src/engine/provenance/stage.ts';
import { sliceText } from '../../../src/engine/stages/sliceText.ts';
import { pixelShowsOf } from '../../viewer/areas/pixelItems.ts';
import { useAreaPicture } from '../../viewer/areas/useAreaPicture.ts';
import { paneFrameOf } from '../../viewer/frame.ts';
import { Heatmap } from '../../viewer/Heatmap.tsx';
import type { PanePlace } from '../../viewer/place.ts';
import { noDecor } from '../../viewer/paint/paintAxes.ts';
import type { Marks } from '../../viewer/paint/paintMarks.ts';
import { stageStyles } from '../../viewer/stageStyles.ts';
import { px } from '../../ui/px.ts';
import type { RunModel } from '../../store/runModel.ts';
import { useViewer } from '../../store/useSession.ts';
import { unzoomed, type ViewportAccess } from '../../store/viewports.ts';
import { usePipeline } from '../../pipeline/pipelineState.ts';

/** Draws a whole matrix at a small height, with a bracket around the part that is drawn with numbers below it. */
export function Overview(props: {
  readonly stage: Stage;
  readonly run: RunModel;
  readonly place: PanePlace;
  /** The viewport of the matrix below. */
  readonly port: ViewportAccess;
  /** The place of the matrix below. */
  readonly shown: PanePlace;
}) {
  const { stage, run, place, port, shown } = props;
  const viewer = useViewer();
  const { cursor, hover, displayCursor } = viewer;
  const { scaleOf } = usePipeline().scales;
  const slice = useMemo(() => computed(() => sliceText(stage.slice(displayCursor.value))), [stage]).value;
  const view = useMemo(() => stage.view(displayCursor.peek()), [stage, slice]);
  const lookedAt = useMemo(
    () => ({ what: { kind: 'stage', stage: stage.id } as const, cursor: displayCursor.peek() }),
    [stage, slice],
  );
  const areas = useAreaPicture(viewer.tiles);
  const frame = paneFrameOf(place, view.rows, view.columns, unzoomed);
  const marks = useMemo(
    () =>
      computed((): Marks => {
        const only = (at: typeof cursor.value) => ({
          element: stage.highlight(at).element,
          term: null,
        });
        return {
          cursor: only(cursor.value),
          hover: hover.value === null ? null : only(hover.value),
          focus: null,
        };
      }),
    [stage],
  );
  const decor = useMemo(
    () =>
      computed(() => {
        const { column, width, cellWidth } = paneFrameOf(shown, view.rows, view.columns, port.get());
        return { ...noDecor, window: { from: column, count: width / cellWidth } };
      }),
    [shown, view],
  );
  return (
    <div class="placed" style={{ left: px(place.x), top: px(place.y) }}>
      <Heatmap
        label={`${stage.symbol}, overview of all ${view.columns} columns`}
        view={view}
        scale={scaleOf(stageStyles[stage.id].scale).value}
        frame={frame}
        text={cellText}
        marks={marks}
        decor={decor}
        subject={{ source: run.run, matrix: lookedAt, cost: 1, shows: pixelShowsOf(viewer, stage.id) }}
        areas={areas}
        pointing={{
          hover: (cell) => {
            hover.value = cell === null ? null : stage.pick(cell, cursor.peek());
          },
          pick: (cell) => {
            const to = stage.pick(cell, cursor.peek());
            if (to !== null) cursor.value = to;
          },
          zoom: null,
          pan: null,
          fit: null,
        }}
      />
    </div>
  );
}
