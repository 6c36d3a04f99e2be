import { isRight } from '../../src/engine/compare/verdict.ts';
import { computed, type ReadonlySignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useMemo } from 'preact/hooks';
import { hasElements, planeAt, planeView, signedDifferenceView } from '../../src/engine/views/plane.ts';
import { isSameShape } from '../../src/engine/core/tensor.ts';
import type { MatrixView } from '../../src/engine/geometry/matrixView.ts';
import { finiteMax, niceLimit } from '../colour/limits.ts';
import { signedScale } from '../colour/scale.ts';
import { ColourBar } from '../viewer/ColourBar.tsx';
import { MatrixPane } from '../viewer/MatrixPane.tsx';
import { px } from '../ui/px.ts';
import type { PaneModel } from '../viewer/paneModel.ts';
import { boxOf } from '../viewer/boxOf.ts';
import { planeIndex, planeModel, numpySliceText } from '../viewer/tensorStore.ts';
import { mapColumns } from './mapColumns.ts';
import { linked, diagnosisTensor, planeIndices, diagnosisStoreOf } from './diagnosisStore.ts';
import type { RunModel } from '../store/runModel.ts';
import { useSession, useViewer } from '../store/useSession.ts';
import type { CurrentDiagnosis } from '../diagnose/diagnosisState.ts';

const gap = 20;
const height = 240;
/** A header of this width has room for "yours − hypothesis" beside the title. */
const roomForRemark = 185;

/** Yours, expected, difference, hypothesis, residual: the cursor's plane of each, at one scale and with one cursor. */
export function DiagnoseMaps(props: { readonly of: CurrentDiagnosis; readonly width: number }) {
  const { of, width } = props;
  const { clips, displayCursor, viewports } = useViewer();
  const { currentRun } = useSession().runner;
  const { actual, expected, predicted, report } = of;
  // Whoever moves within a plane does not make the pictures anew.
  const n = useMemo(() => computed(() => displayCursor.value.n), []).value;
  const c = useMemo(() => computed(() => displayCursor.value.c), []).value;
  const sameShape = report.error !== null;
  const columns = mapColumns(width);
  const slot = Math.floor((width - (columns - 1) * gap) / columns);
  const maps = useMemo(() => picturesOf(of, n, c, currentRun), [actual, expected, predicted, n, c]);
  const natural = useMemo(() => {
    const largest = Math.max(finiteMax(actual.data), finiteMax(expected.data));
    return niceLimit(Math.max(largest, report.error?.maxAbs ?? 0));
  }, [actual, expected]);
  const scale = useMemo(
    () => computed(() => signedScale(Math.min(clips.value.diagnose ?? Infinity, natural))),
    [natural],
  );
  const scene = diagnosisStoreOf(of);
  const pending = of.explanation !== null && of.explanation.row.key !== of.selected ? 'pending' : '';
  // What makes another shape has places of its own.
  const isLinked = (at: Name): boolean => sameShape && (at !== 'hypothesis' || maps.residual !== null);
  const map = (at: keyof typeof maps, remark: string, below: ComponentChildren) => {
    const found = maps[at];
    if (found === null) return null;
    return (
      <MatrixPane
        pane={found.source}
        store={scene}
        box={boxOf(found.view.rows, found.view.columns, slot, height)}
        headerWidth={slot}
        scale={scale}
        port={viewports.own(isLinked(at) ? 'diagnose' : `diagnose-${at}`)}
        remark={slot < roomForRemark ? '' : remark}
      >
        {below}
      </MatrixPane>
    );
  };
  const bar = (label: string) => (
    <ColourBar label={label} clipKey="diagnose" scale={scale} natural={natural} width={80} />
  );
  const none = (title: string, why: string) => (
    <section class="pane diagnose-none" aria-label={title} style={{ width: px(slot) }}>
      <header class="pane-header">
        <b>{title}</b>
      </header>
      <p class="dim">{why}</p>
    </section>
  );
  const unexplained = isRight(report.verdict)
    ? 'None is needed: the output is right.'
    : of.selected === null
      ? 'No known mistake makes this output. Choose one below to see what it makes.'
      : 'This computes nothing.';
  const differs = predicted === null ? 'There is no hypothesis to compare with.' : 'The shapes differ.';
  return (
    <section class="diagnose-maps" aria-label="Before and after" style={{ gap: px(gap) }}>
      {map('yours', actual.dtype === 'float32' ? 'f32' : 'f64', bar('yours'))}
      {map('expected', 'f64', bar('the expected output'))}
      {map('difference', 'yours − expected', bar('the difference')) ?? none('Difference', 'The shapes differ.')}
      <div class={pending}>{map('hypothesis', 'f64', bar('the hypothesis')) ?? none('Hypothesis', unexplained)}</div>
      <div class={pending}>
        {map('residual', 'yours − hypothesis', bar('the residual')) ?? none('Residual', differs)}
      </div>
    </section>
  );
}

type Name = 'yours' | 'expected' | 'difference' | 'hypothesis' | 'residual';
const symbols: Readonly<Record<Name, string>> = {
  yours: 'y',
  expected: 'ref',
  difference: 'Δ',
  hypothesis: 'h',
  residual: 'r',
};
interface Map {
  readonly source: PaneModel;
  readonly view: MatrixView;
}

/** What the panes show of the tensors at (n, c); null for what there is not. */
function picturesOf(
  of: CurrentDiagnosis,
  n: number,
  c: number,
  currentRun: ReadonlySignal<RunModel | null>,
): Readonly<Record<Name, Map | null>> {
  const { actual, expected, predicted, report } = of;
  const make = (
    key: Name,
    title: string,
    shape: readonly number[],
    what: 'plane' | 'signed-difference',
    a: number,
    b = 0,
  ): Map | null => {
    if (!hasElements(shape)) return null;
    const tensors = [actual, expected, predicted ?? expected] as const;
    const [one, other] = [tensors[a] ?? actual, tensors[b] ?? actual];
    const indices = planeIndices(shape, { n, c });
    const plane = planeAt(shape, indices);
    const view = what === 'plane' ? planeView(one, plane) : signedDifferenceView(one, other, plane);
    const picture = planeModel(title, numpySliceText(shape, indices), plane, view);
    const source: PaneModel = {
      key: `diagnose-${key}`,
      stage: { ...linked(picture, currentRun), symbol: symbols[key], title },
      dtype: what === 'plane' ? one.dtype : 'float64',
      untitled: true,
      what: what === 'plane' ? { kind: what, tensor: a, plane } : { kind: what, tensors: [a, b], plane },
      axes: { rows: null, columns: null },
      index: planeIndex(shape, indices),
    };
    return { source, view };
  };
  const { yours, hypothesis } = diagnosisTensor;
  return {
    yours: make('yours', 'Yours', actual.shape, 'plane', yours),
    expected: make('expected', 'Expected', expected.shape, 'plane', diagnosisTensor.expected),
    difference:
      report.error === null
        ? null
        : make('difference', 'Difference', actual.shape, 'signed-difference', yours, diagnosisTensor.expected),
    hypothesis: predicted && make('hypothesis', 'Hypothesis', predicted.shape, 'plane', hypothesis),
    residual:
      predicted !== null && isSameShape(predicted.shape, actual.shape)
        ? make('residual', 'Residual', actual.shape, 'signed-difference', yours, hypothesis)
        : null,
  };
}
