import { computed, type ReadonlySignal, signal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useMemo } from 'preact/hooks';
import { hasElements, planeAt, planeView, signedDifferenceView } from '../../src/engine/views/plane.ts';
import { isSameShape } from '../../src/engine/core/tensor.ts';
import type { MatrixView } from '../../src/engine/geometry/matrixView.ts';
import { finiteMax, niceLimit } from '../../src/colour/limits.ts';
import { signedScale } from '../../src/colour/scale.ts';
import { ColourBar } from '../viewer/ColourBar.tsx';
import { MatrixPane } from '../viewer/MatrixPane.tsx';
import { px } from '../ui/px.ts';
import type { PaneModel } from '../viewer/paneModel.ts';
import { boxOf } from '../viewer/boxOf.ts';
import { planeIndex, planeModel, numpySliceText } from '../viewer/tensorStore.ts';
import { linked, diagnosisTensor, mapColumns, planeIndices, diagnosisStoreOf } from './diagnosisStore.ts';
import type { RunModel } from '../store/runModel.ts';
import { useSession, useViewer } from '../store/useSession.ts';
import type { ErrorReport } from '../../src/scenario/report/runReport.ts';
import { useDiagnose } from './diagnoseState.ts';
import type { MappedDiagnosis } from './currentDiagnosis.ts';

const gap = 20;
const height = 240;
/** Least width of a header, in CSS pixels, that has room for "yours − hypothesis" beside the title. */
const roomForFormula = 212;

/**
 * Maps of yours, expected, difference, hypothesis and residual: the cursor's plane of each, with one colour scale and
 * one cursor. `unexplained` says why there is no hypothesis; null leaves out the maps
 * that need one.
 */
export function DiagnoseMaps(props: {
  readonly current: MappedDiagnosis;
  readonly unexplained: string | null;
  readonly width: number;
}) {
  const { current, unexplained, width } = props;
  const { clips, displayCursor, viewports } = useViewer();
  const { runner } = useSession();
  const { differenceScale } = useDiagnose();
  const isOwnCall = current.subject.made?.isOwnCall !== false;
  const currentRun = isOwnCall ? runner.currentRun : noRun;
  const { actual, expected, predicted, report } = current;
  // A move within the plane does not make new pictures.
  const n = useMemo(() => computed(() => displayCursor.value.n), []).value;
  const c = useMemo(() => computed(() => displayCursor.value.c), []).value;
  const sameShape = report.error !== null;
  const columns = mapColumns(width);
  const slot = Math.floor((width - (columns - 1) * gap) / columns);
  const maps = useMemo(() => picturesOf(current, n, c, currentRun), [actual, expected, predicted, n, c]);
  const natural = useMemo(() => {
    const largest = Math.max(finiteMax(actual.data), finiteMax(expected.data));
    return niceLimit(Math.max(largest, report.error?.maxAbs ?? 0));
  }, [actual, expected]);
  const scale = useMemo(
    () => computed(() => signedScale(Math.min(clips.value.diagnose ?? Infinity, natural))),
    [natural],
  );
  const ownNatural = useMemo(() => (maps.difference === null ? 0 : niceLimit(viewMax(maps.difference.view))), [maps]);
  const isOwnScale = differenceScale.value === null ? isSmall(report.error, natural) : differenceScale.value === 'own';
  const ownScale = useMemo(
    () => computed(() => signedScale(Math.min(clips.value[ownClip] ?? Infinity, ownNatural))),
    [ownNatural],
  );
  const scene = diagnosisStoreOf(current);
  const pending = current.explanation !== null && current.explanation.row.key !== current.selected ? 'pending' : '';
  // A map of another shape has a viewport of its own.
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
        scale={at === 'difference' && isOwnScale ? ownScale : scale}
        port={viewports.own(isLinked(at) ? 'diagnose' : `diagnose-${at}`)}
        remark={slot < roomForFormula && remark.includes('−') ? '' : remark}
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
  const differs = predicted === null ? 'There is no prediction to compare with.' : 'The shapes differ.';
  return (
    <section class="diagnose-maps" aria-label="Before and after" style={{ gap: px(gap) }}>
      {map('yours', actual.dtype === 'float32' ? 'f32' : 'f64', bar('yours'))}
      {map('expected', 'f64', bar('the expected output'))}
      {map(
        'difference',
        'yours − expected',
        <div class="difference-scale" style={{ maxWidth: px(slot) }}>
          {isOwnScale ? (
            <ColourBar label="the difference" clipKey={ownClip} scale={ownScale} natural={ownNatural} width={80} />
          ) : (
            bar('the difference')
          )}
          <ScaleSwitch isOwn={isOwnScale} choose={(next) => (differenceScale.value = next)} />
        </div>,
      ) ?? none('Difference', 'The shapes differ.')}
      {unexplained !== null && (
        <>
          <div class={pending}>
            {map('hypothesis', 'f64', bar('the hypothesis')) ?? none('Hypothesis', unexplained)}
          </div>
          <div class={pending}>
            {map('residual', 'yours − hypothesis', bar('the residual')) ?? none('Residual', differs)}
          </div>
        </>
      )}
    </section>
  );
}

/** The run of an output whose call is not the page's. */
const noRun: ReadonlySignal<RunModel | null> = signal(null);

/** Name of the colour limit that the difference has on its own scale. */
const ownClip = 'diagnose-difference';
/** Share of the common colour limit below which a difference would look white. */
const visibleShare = 1 / 20;

/** Returns true if no difference would be visible on the scale of the values, or only one value is wrong. */
function isSmall(error: ErrorReport | null, natural: number): boolean {
  if (error === null) return false;
  return error.mismatches === 1 || (error.maxAbs ?? 0) < visibleShare * natural;
}

/** Returns the largest finite magnitude of a plane. */
function viewMax(view: MatrixView): number {
  let max = 0;
  for (let row = 0; row < view.rows; row++) {
    for (let column = 0; column < view.columns; column++) {
      const size = Math.abs(view.value(row, column));
      if (size > max && size !== Infinity) max = size;
    }
  }
  return max;
}

/** Chooses whether the difference has the colour scale of the values or its own. */
function ScaleSwitch(props: { readonly isOwn: boolean; readonly choose: (scale: 'same' | 'own') => void }) {
  const { isOwn, choose } = props;
  return (
    <span class="segments" role="radiogroup" aria-label="Colour scale of the difference">
      {(['same', 'own'] as const).map((id) => (
        <label key={id}>
          <input type="radio" name="difference-scale" checked={(id === 'own') === isOwn} onChange={() => choose(id)} />
          <span>{id} scale</span>
        </label>
      ))}
    </span>
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

/** Returns the pictures of the tensors' planes at (n, c); null for a map that does not exist. */
function picturesOf(
  current: MappedDiagnosis,
  n: number,
  c: number,
  currentRun: ReadonlySignal<RunModel | null>,
): Readonly<Record<Name, Map | null>> {
  const { actual, expected, predicted, report } = current;
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
    const [first, second] = [tensors[a] ?? actual, tensors[b] ?? actual];
    const indices = planeIndices(shape, { n, c });
    const plane = planeAt(shape, indices);
    const view = what === 'plane' ? planeView(first, plane) : signedDifferenceView(first, second, plane);
    const picture = planeModel(title, numpySliceText(shape, indices), plane, view);
    const source: PaneModel = {
      key: `diagnose-${key}`,
      stage: { ...linked(picture, currentRun), symbol: symbols[key], title },
      dtype: what === 'plane' ? first.dtype : 'float64',
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
