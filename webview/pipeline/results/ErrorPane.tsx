import { computed } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import type { Stage } from '../../../src/engine/provenance/stage.ts';
import { sliceText } from '../../../src/engine/stages/sliceText.ts';
import { unsignedScale } from '../../../src/colour/scale.ts';
import type { PaneBox } from '../../viewer/frame.ts';
import { MatrixPane } from '../../viewer/MatrixPane.tsx';
import { runStoreOf, stageModel } from '../../viewer/stageModel.ts';
import { ErrorFooter } from '../../viewer/ErrorFooter.tsx';
import { errorMap } from '../../../src/scenario/run/errorMap.ts';
import { cellUnit, errorCellText, errorLimit } from '../../viewer/errorCells.ts';
import { MeasureSwitch } from './MeasureSwitch.tsx';
import type { RunModel } from '../../store/runModel.ts';
import { useViewer } from '../../store/useSession.ts';
import { usePipeline } from '../../pipeline/pipelineState.ts';

/** Draws the error of each output element in the selected measure. */
export function ErrorPane(props: {
  readonly run: RunModel;
  readonly output: Stage;
  readonly box: PaneBox;
  readonly width: number;
}) {
  const { run, output, box, width } = props;
  const { clips, displayCursor, viewports } = useViewer();
  const measure = usePipeline().errorMeasure.value;
  const stage = useMemo(
    (): Stage => ({
      ...output,
      symbol: 'Δ',
      title: 'Error',
      view: (cursor) => errorMap(run, cursor, measure),
    }),
    [output, run, measure],
  );
  const slice = useMemo(() => computed(() => sliceText(stage.slice(displayCursor.value))), [stage]).value;
  // The limit is that of the visible channel, so that one bad channel does not darken all others.
  const limit = useMemo(() => errorLimit(stage.view(displayCursor.peek())), [stage, slice]);
  const clipKey = `error ${measure}`;
  const scale = useMemo(
    () => computed(() => unsignedScale('error', Math.min(clips.value[clipKey] ?? Infinity, limit))),
    [clipKey, limit],
  );
  const unit = cellUnit(limit);
  const text = useMemo(() => errorCellText(unit), [unit]);
  const port = viewports.own('error');
  return (
    <MatrixPane
      pane={{
        ...stageModel(stage, run, 'error', 'float64', { kind: 'error', measure }),
        untitled: true,
      }}
      store={runStoreOf(run)}
      box={box}
      headerWidth={width}
      scale={scale}
      text={text}
      port={port}
      remark=""
      extra={<MeasureSwitch profile={run.run.profile} />}
    >
      <ErrorFooter
        label="the error"
        clipKey={clipKey}
        scale={scale}
        limit={limit}
        unit={unit}
        box={box}
        rows={run.geometry.h.outputSize}
        columns={run.geometry.w.outputSize}
        port={port}
      />
    </MatrixPane>
  );
}
