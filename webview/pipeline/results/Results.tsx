import { useEffect, useMemo } from 'preact/hooks';
import { assertNever } from '../../../src/engine/core/assertNever.ts';
import type { ReferenceBy } from '../../../src/engine/reference/reference.ts';
import type { Cursor, Stage } from '../../../src/engine/provenance/stage.ts';
import { ColourBar } from '../../viewer/ColourBar.tsx';
import type { PaneBox } from '../../viewer/frame.ts';
import { MatrixPane } from '../../viewer/MatrixPane.tsx';
import type { PaneModel } from '../../viewer/paneModel.ts';
import { runStoreOf, stageModel } from '../../viewer/stageModel.ts';
import { useWidth } from '../../ui/useWidth.ts';
import { ErrorHistogram } from '../../statistics/ErrorHistogram.tsx';
import { Statistics } from '../../statistics/Statistics.tsx';
import { outputView, referenceView } from '../../../src/scenario/run/resultViews.ts';
import { ErrorPane } from './ErrorPane.tsx';
import { layoutResults } from './layoutResults.ts';
import { offerTensors } from './offerTensors.ts';
import { profileOf } from '../../../src/engine/precision/profiles.ts';
import { shortFormat } from '../../../src/scenario/text/precisionText.ts';
import { px } from '../../ui/px.ts';
import type { RunModel } from '../../store/runModel.ts';
import { useSession, useViewer } from '../../store/useSession.ts';
import { useCentredStage } from '../useCentredStage.ts';
import { usePipeline } from '../../pipeline/pipelineState.ts';
import { computed } from '@preact/signals';
import { chooseOutput } from '../figure/chooseChannel.ts';
import { SliceSelectors } from '../figure/SliceSelectors.tsx';

/** Shows the output, the reference, the error map, the histogram and the statistics, in `room` CSS pixels if possible. */
export function Results({ room }: { readonly room: number }) {
  const { ref, width } = useWidth();
  const { viewer, runner } = useSession();
  const run = runner.currentRun.value;
  const output = run?.stages.find(({ id }) => id === 'output');
  useEffect(() => (run === null ? undefined : offerTensors(run, viewer)), [run]);
  return (
    <section class="results-section" ref={ref} aria-label="Result">
      {run !== null && output !== undefined && width > 0 && run.geometry.n > 0 && (
        <Maps run={run} output={output} width={width} room={room} />
      )}
    </section>
  );
}

function Maps(props: {
  readonly run: RunModel;
  readonly output: Stage;
  readonly width: number;
  readonly room: number;
}) {
  const { run, width, room } = props;
  const output = useCentredStage(props.output, run);
  const { viewports } = useViewer();
  const { naturalLimit, scaleOf } = usePipeline().scales;
  const { h, w } = run.geometry;
  const layout = layoutResults(h.outputSize, w.outputSize, width, room);
  const box: PaneBox = {
    width: w.outputSize * layout.cell,
    height: h.outputSize * layout.cell,
    cellWidth: layout.cell,
    cellHeight: layout.cell,
  };
  const reference = useMemo(
    (): Stage => ({
      ...output,
      symbol: 'ref',
      title: 'Reference',
      view: (cursor) => referenceView(run, cursor),
    }),
    [run, output],
  );
  // An output of another shape cannot be compared; the formulation's own error is not what the user asks about.
  const isCompared = useSession().runner.refusal.value?.argument !== 'actual';
  const { actualFile } = run.run;
  const dtype = run.run.output.dtype;
  const outputPane = useMemo((): PaneModel => {
    if (actualFile === null) return stageModel(output, run, 'output', dtype);
    const stage = { ...output, title: 'Actual', view: (cursor: Cursor) => outputView(run, cursor) };
    return { ...stageModel(stage, run, 'output', dtype, { kind: 'actual' }), untitled: true };
  }, [run, output]);
  const scale = scaleOf('output');
  const natural = naturalLimit('output').value;
  const bar = (label: string) => (
    <ColourBar label={label} clipKey="output" scale={scale} natural={natural} width={96} />
  );
  const common = { store: runStoreOf(run), box, headerWidth: layout.slot, scale };
  return (
    <div class={`results ${layout.form}`} style={{ gap: `8px ${layout.gap}px` }}>
      <div class="result-maps" style={{ gap: `8px ${layout.gap}px` }}>
        <MatrixPane
          {...common}
          pane={outputPane}
          port={viewports.own('output')}
          remark={actualFile ?? shortFormat[profileOf(run.run.profile).output.format]}
          {...(actualFile === null ? {} : { hint: `The output to check, from ${actualFile}` })}
          extra={<OutputSelectors run={run} />}
        >
          {bar('y')}
        </MatrixPane>
        <MatrixPane
          {...common}
          pane={{
            ...stageModel(reference, run, 'reference', 'float64', { kind: 'reference' }),
            untitled: true,
          }}
          port={viewports.own('output')}
          remark={referenceText(run.run.referenceBy)}
          remarkTerm={run.run.referenceBy.kind === 'loop' ? 'reference' : 'checked'}
        >
          {bar('the reference')}
        </MatrixPane>
        {isCompared && <ErrorPane run={run} output={output} box={box} width={layout.slot} />}
      </div>
      {isCompared && (
        <div class="result-numbers" style={{ gap: `8px ${layout.gap}px` }}>
          <div style={{ width: px(layout.histogram.width), flex: 'none' }}>
            <ErrorHistogram {...layout.histogram} />
          </div>
          <Statistics />
        </div>
      )}
    </div>
  );
}

/** Offers the batch elements and the channels of the output, if there is more than one. */
function OutputSelectors({ run }: { readonly run: RunModel }) {
  const { cursor, displayCursor } = useViewer();
  const n = useMemo(() => computed(() => displayCursor.value.n), []).value;
  const c = useMemo(() => computed(() => displayCursor.value.c), []).value;
  const slice = {
    batchLabel: 'Batch element of the output',
    channelLabel: 'Output channel',
    channels: run.geometry.cout,
    n,
    c,
    chooseChannel: (to: number) => chooseOutput(cursor, run, { c: to }),
  };
  return <SliceSelectors run={run} slice={slice} />;
}

/** Says who computed the reference, in a few words. */
function referenceText(by: ReferenceBy): string {
  switch (by.kind) {
    case 'loop':
      return 'naive scatter, f64';
    case 'kernels':
      return `f64, ${by.checked} checked`;
    default:
      return assertNever(by, 'reference');
  }
}
