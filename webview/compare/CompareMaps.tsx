import { computed } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import { absError } from '../../src/engine/compare/errors.ts';
import { differenceView, hasElements, planeAt, planeView } from '../../src/engine/views/plane.ts';
import { formatIndex, formatShape, formatShort } from '../../src/scenario/text/format.ts';
import { finiteMax, niceLimit } from '../../src/colour/limits.ts';
import { signedScale, unsignedScale } from '../../src/colour/scale.ts';
import { ColourBar } from '../viewer/ColourBar.tsx';
import { MatrixPane } from '../viewer/MatrixPane.tsx';
import { px } from '../ui/px.ts';
import type { PaneModel } from '../viewer/paneModel.ts';
import { ErrorFooter } from '../viewer/ErrorFooter.tsx';
import { shownNumber } from '../viewer/cellWords.ts';
import { cellUnit, errorCellText, errorLimit } from '../viewer/errorCells.ts';
import { AxisSelectors } from '../viewer/tensor/AxisSelectors.tsx';
import { boxOf } from '../viewer/boxOf.ts';
import { integerText } from '../viewer/cellNumbers.ts';
import { flatUnder, indexOf, planeIndex, planeModel, tensorStoreOf, numpySliceText } from '../viewer/tensorStore.ts';
import { type TensorComparison, useComparison } from './comparisonState.ts';
import { useViewer } from '../store/useSession.ts';

const gap = 20;
/** Below this width in CSS pixels the maps stand in a column, because three side by side would be too small. */
const narrow = 560;
const height = 360;
/** In a column the maps are lower, so that two of them are visible at once. */
const heightInColumn = 240;

/** Maps of A, B and |A − B| that share the cursor, the zoom and the plane. */
export function CompareMaps(props: { readonly compared: TensorComparison; readonly width: number }) {
  const { clips, viewports } = useViewer();
  const { leading } = useComparison();
  const { compared, width } = props;
  const { a, b, info } = compared;
  const { shape } = a;
  const indices = leading.value;
  const plane = planeAt(shape, indices);
  const title = numpySliceText(shape, indices);
  const views = useMemo(
    () => ({
      a: planeModel('A', title, plane, planeView(a, plane)),
      b: planeModel('B', title, plane, planeView(b, plane)),
      difference: planeModel('|A − B|', title, plane, differenceView(a, b, plane)),
    }),
    [a, b, plane.at],
  );
  const store = useMemo(() => tensorStoreOf([a, b], 'compare'), [a, b]);
  const natural = useMemo(() => niceLimit(Math.max(finiteMax(a.data), finiteMax(b.data))), [a, b]);
  const scale = useMemo(
    () => computed(() => signedScale(Math.min(clips.value.compare ?? Infinity, natural))),
    [natural],
  );
  // The limit is of the visible plane, so that one bad plane does not darken the others.
  const limit = useMemo(() => errorLimit(differenceView(a, b, plane)), [a, b, plane.at]);
  const errors = useMemo(
    () => computed(() => unsignedScale('error', Math.min(clips.value.difference ?? Infinity, limit))),
    [limit],
  );
  const unit = cellUnit(limit);
  const errorText = useMemo(() => errorCellText(unit), [unit]);
  const slot = width < narrow ? width : Math.floor((width - 2 * gap) / 3);
  const whole = [info.a, info.b].every(({ stored }) => stored === 'integer');
  const source = (key: 'a' | 'b' | 'difference', what: PaneModel['what']): PaneModel => ({
    key: `compare-${key}`,
    stage: views[key],
    dtype: key === 'difference' ? 'float64' : compared[key].dtype,
    brief: true,
    what,
    axes: { rows: null, columns: null },
    index: planeIndex(shape, indices),
  });
  const common = {
    store,
    box: boxOf(plane.rows, plane.columns, slot, width < narrow ? heightInColumn : height),
    headerWidth: slot,
    port: viewports.own('compare'),
  };
  return (
    <section aria-label="Tensors">
      <header class="compare-header">
        <h1>
          <b>A</b> <span class="mono">{info.a.label}</span> <b>B</b> <span class="mono">{info.b.label}</span>
        </h1>
        <span class="dim mono">
          {formatShape(shape)} {title}
        </span>
        <AxisSelectors shape={shape} leading={leading} />
      </header>
      {!hasElements(shape) ? (
        <p class="dim">The tensors have no elements.</p>
      ) : (
        <div class={width < narrow ? 'compare-maps column' : 'compare-maps'} style={{ gap: px(gap) }}>
          {(['a', 'b'] as const).map((key, tensor) => (
            <MatrixPane
              key={key}
              {...common}
              pane={source(key, { kind: 'plane', tensor, plane })}
              scale={scale}
              remark={info[key].entry.element}
              {...(whole ? { text: integerText } : {})}
            >
              <ColourBar label={key.toUpperCase()} clipKey="compare" scale={scale} natural={natural} width={96} />
            </MatrixPane>
          ))}
          <MatrixPane
            {...common}
            pane={source('difference', { kind: 'difference', plane })}
            scale={errors}
            remark=""
            text={whole ? integerText : errorText}
          >
            <ErrorFooter
              {...common}
              label="the difference"
              clipKey="difference"
              scale={errors}
              limit={limit}
              unit={whole ? 1 : unit}
              rows={plane.rows}
              columns={plane.columns}
            />
          </MatrixPane>
        </div>
      )}
      <ValuesAtCursor compared={compared} />
    </section>
  );
}

/** Both values under the mouse, or under the cursor if the mouse is elsewhere, and their distance. */
function ValuesAtCursor({ compared: { a, b } }: { readonly compared: TensorComparison }) {
  const at = useViewer().displayCursor.value;
  const { leading } = useComparison();
  const flat = flatUnder(a.shape, leading.value, at);
  const [valueA, valueB] = [a.data[flat], b.data[flat]];
  if (valueA === undefined || valueB === undefined) return null;
  const index = formatIndex(indexOf(a.shape, leading.value, { row: at.y, column: at.x }));
  return (
    <output class="mono values-under">
      <span>{index}</span>
      <span>A = {shownNumber(valueA, a.dtype)}</span>
      <span>B = {shownNumber(valueB, b.dtype)}</span>
      <span>|A − B| = {formatShort(absError(valueA, valueB))}</span>
    </output>
  );
}
