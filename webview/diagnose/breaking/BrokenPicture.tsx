import { computed } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import { isSameShape, type Tensor } from '../../../src/engine/core/tensor.ts';
import { planeAt, planeView, signedDifferenceView } from '../../../src/engine/views/plane.ts';
import { finiteMax, niceLimit } from '../../../src/colour/limits.ts';
import { signedScale } from '../../../src/colour/scale.ts';
import { Icon } from '../../ui/Icon.tsx';
import { px } from '../../ui/px.ts';
import { ColourBar } from '../../viewer/ColourBar.tsx';
import { boxOf } from '../../viewer/boxOf.ts';
import { MatrixPane } from '../../viewer/MatrixPane.tsx';
import type { PaneModel } from '../../viewer/paneModel.ts';
import { numpySliceText, planeIndex, planeModel } from '../../viewer/tensorStore.ts';
import { useViewer } from '../../store/useSession.ts';
import { diagnosisStoreOf, diagnosisTensor, madeStoreOf, planeIndices } from '../diagnosisStore.ts';
import { useDiagnose } from '../diagnoseState.ts';
import { blendedView } from './blendedView.ts';
import { effectText, titleOf } from './breakText.ts';
import type { Made } from './made.ts';

const gap = 24;
const height = 320;
/** Width in CSS pixels from which the two maps stand side by side. */
const sideBySide = 400;
/** Name of the colour limit of both maps. */
const clipKey = 'break-it';

/** The output of a call with a mistake, in place of the right one or beside it, and what the mistake is. */
export function BrokenPicture({ made, width }: { readonly made: Made; readonly width: number }) {
  const { breaking } = useDiagnose();
  const { entry, detail, choice } = made;
  const isSecret = breaking.mode.value === 'guess' && breaking.guessing.value?.guess === null;
  const isChoosable = breaking.mode.value === 'choose' && entry.variants.length > 1;
  const { subject } = breaking;
  return (
    <>
      <div class="break-made">
        <div>
          <h3>{isSecret ? 'A mistake was made' : titleOf(entry.title, isChoosable ? '' : detail)}</h3>
          <p>{effectText(made)}</p>
        </div>
        {isChoosable && (
          <label class="break-variant">
            <span>Variant</span>
            <select
              value={choice.variant}
              onChange={(event) => breaking.choose({ id: entry.id, variant: Number(event.currentTarget.value) })}
            >
              {entry.variants.map((variant) => (
                <option key={variant.number} value={variant.number}>
                  {variant.detail}
                </option>
              ))}
            </select>
          </label>
        )}
        <Toggle />
      </div>
      <Maps made={made} width={width} />
      {subject.value === null && (
        <div class="break-actions">
          <button type="button" class="button" onClick={breaking.diagnose}>
            Let the diagnosis find it
          </button>
          <span class="dim">It sees only this output and the call.</span>
        </div>
      )}
      {subject.value !== null && (
        <p class="break-hint dim">
          <Icon name="chevron-down" />
          What the diagnosis finds, from the output alone:
        </p>
      )}
    </>
  );
}

/** Shows the right output or the wrong one. */
function Toggle() {
  const { breaking } = useDiagnose();
  return (
    <span class="segments" role="radiogroup" aria-label="Output shown">
      {(['right', 'wrong'] as const).map((id) => (
        <label key={id}>
          <input
            type="radio"
            name="break-shows"
            checked={breaking.shows.value === id}
            onChange={() => breaking.show(id)}
          />
          <span>{id === 'right' ? 'Right' : 'Wrong'}</span>
        </label>
      ))}
    </span>
  );
}

function Maps({ made, width }: { readonly made: Made; readonly width: number }) {
  const { breaking, diagnosis } = useDiagnose();
  const { clips, displayCursor, viewports } = useViewer();
  // A move within the plane does not make new pictures.
  const n = useMemo(() => computed(() => displayCursor.value.n), []).value;
  const c = useMemo(() => computed(() => displayCursor.value.c), []).value;
  // The page's pictures have one source: while the output is diagnosed, its tensors are those of the diagnosis.
  const { current } = diagnosis;
  const found = current.value !== null && current.value.subject === breaking.subject.value ? current.value : null;
  const [wrong, right] = found === null ? [made.output, made.right] : [found.actual, found.expected];
  const store = found === null ? madeStoreOf(made) : diagnosisStoreOf(found);
  const natural = useMemo(() => niceLimit(Math.max(finiteMax(made.output.data), finiteMax(made.right.data))), [made]);
  const scale = useMemo(
    () => computed(() => signedScale(Math.min(clips.value[clipKey] ?? Infinity, natural))),
    [natural],
  );
  const share = breaking.share.value;
  const hasDifference = isSameShape(wrong.shape, right.shape);
  const output = useMemo(() => outputPane(wrong, right, share, { n, c }), [wrong, right, share, n, c]);
  const difference = useMemo(
    () => (hasDifference ? differencePane(wrong, right, { n, c }) : null),
    [wrong, right, n, c],
  );
  const columns = hasDifference && width >= sideBySide ? 2 : 1;
  const slot = Math.floor((width - (columns - 1) * gap) / columns);
  const map = (pane: PaneModel, [rows = 1, across = 1]: readonly number[], port: string) => (
    <MatrixPane
      pane={pane}
      store={store}
      box={boxOf(rows, across, slot, height)}
      headerWidth={slot}
      scale={scale}
      port={viewports.own(port)}
    >
      <ColourBar label={pane.stage.title} clipKey={clipKey} scale={scale} natural={natural} width={80} />
    </MatrixPane>
  );
  const shown = share < 0.5 ? right : wrong;
  return (
    <div class="break-maps" style={{ gap: px(gap) }}>
      {map(output, shown.shape.slice(-2), hasDifference ? 'break' : `break-${share < 0.5 ? 'right' : 'wrong'}`)}
      {difference !== null && map(difference, right.shape.slice(-2), 'break')}
    </div>
  );
}

type At = Readonly<Record<'n' | 'c', number>>;

/** Returns the pane of the output: the right one at share 0, the wrong one at share 1, between them a blend. */
function outputPane(wrong: Tensor, right: Tensor, share: number, at: At): PaneModel {
  const [tensor, shown] = share < 0.5 ? ([diagnosisTensor.expected, right] as const) : ([0, wrong] as const);
  const { shape, dtype } = shown;
  const indices = planeIndices(shape, at);
  const plane = planeAt(shape, indices);
  const isBlend = share > 0 && share < 1 && isSameShape(wrong.shape, right.shape);
  const view = isBlend ? blendedView(planeView(right, plane), planeView(wrong, plane), share) : planeView(shown, plane);
  const title = share < 0.5 ? 'Right output' : 'Wrong output';
  return {
    key: 'break-output',
    stage: { ...planeModel('y', numpySliceText(shape, indices), plane, view), title },
    dtype,
    untitled: true,
    what: { kind: 'plane', tensor, plane },
    axes: { rows: null, columns: null },
    index: planeIndex(shape, indices),
  };
}

function differencePane(wrong: Tensor, right: Tensor, at: At): PaneModel {
  const { shape } = wrong;
  const indices = planeIndices(shape, at);
  const plane = planeAt(shape, indices);
  const view = signedDifferenceView(wrong, right, plane);
  return {
    key: 'break-difference',
    stage: { ...planeModel('Δ', numpySliceText(shape, indices), plane, view), title: 'Wrong − right' },
    dtype: 'float64',
    untitled: true,
    what: { kind: 'signed-difference', tensors: [diagnosisTensor.yours, diagnosisTensor.expected], plane },
    axes: { rows: null, columns: null },
    index: planeIndex(shape, indices),
  };
}
