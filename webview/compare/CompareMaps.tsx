import { computed } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import { absError } from '../../src/engine/compare/errors.ts';
import { differenceView, hasElements, planeView } from '../../src/engine/views/plane.ts';
import { elementFormats } from '../../src/formats/common/element.ts';
import { formatIndex, formatShort } from '../../src/scenario/text/format.ts';
import { finiteMax, niceLimit } from '../../src/colour/limits.ts';
import { signedScale, unsignedScale } from '../../src/colour/scale.ts';
import { ColourBar } from '../viewer/ColourBar.tsx';
import { MatrixPane } from '../viewer/MatrixPane.tsx';
import { px } from '../ui/px.ts';
import type { PaneModel } from '../viewer/paneModel.ts';
import { ErrorFooter } from '../viewer/ErrorFooter.tsx';
import { shownNumber } from '../viewer/cellWords.ts';
import { cellUnit, errorCellText, errorLimit } from '../viewer/errorCells.ts';
import { boxOf } from '../viewer/boxOf.ts';
import { integerText } from '../viewer/cellNumbers.ts';
import { indexOf, numpySliceText, planeModel, tensorStoreOf } from '../viewer/tensorStore.ts';
import { isComparable } from '../../src/formats/differences/pairEntries.ts';
import type { ShownPair, ShownSide } from './shownPair.ts';
import { windowPlane } from './drawnWindow.ts';
import { useViewer } from '../store/useSession.ts';

const gap = 20;
/** Below this width in CSS pixels the maps stand in a column, because three side by side would be too small. */
const narrow = 560;
const height = 360;
/** In a column the maps are lower, so that two of them are visible at once. */
const heightInColumn = 240;

/** Maps of A, B and, if their shapes are equal, |A − B|, that share the cursor, the zoom and the plane. */
export function CompareMaps({ shown, width }: { readonly shown: ShownPair; readonly width: number }) {
  const { clips, viewports } = useViewer();
  const { a, b, pair } = shown;
  const isColumn = width < narrow;
  const isBoth = a !== null && b !== null && isComparable(pair);
  const tensors = [a, b].flatMap((side) => (side === null ? [] : [side.tensor]));
  const store = useMemo(() => tensorStoreOf(tensors, 'compare'), tensors);
  const natural = useMemo(() => niceLimit(Math.max(...tensors.map(({ data }) => finiteMax(data)))), tensors);
  const scale = useMemo(
    () => computed(() => signedScale(Math.min(clips.value.compare ?? Infinity, natural))),
    [natural],
  );
  const count = isBoth ? 3 : tensors.length;
  const slot = isColumn ? width : Math.floor((width - (count - 1) * gap) / count);
  const isInteger = [pair.a, pair.b].every(
    (entry) => entry === null || elementFormats[entry.element].stored === 'integer',
  );
  const sizes = [a, b].flatMap((side) => (side === null ? [] : [side.window]));
  const box = boxOf(
    Math.max(...sizes.map(({ rows }) => rows)),
    Math.max(...sizes.map(({ columns }) => columns)),
    slot,
    isColumn ? heightInColumn : height,
  );
  const common = { store, box, headerWidth: slot, port: viewports.own('compare') };
  return (
    <>
      <div class={isColumn ? 'compare-maps column' : 'compare-maps'} style={{ gap: px(gap) }}>
        {([a, b] as const).map((side, which) => {
          if (side === null || !hasElements(side.shape)) return null;
          const key = which === 0 ? 'a' : 'b';
          return (
            <SidePane
              key={key}
              {...common}
              side={side}
              which={key}
              tensor={key === 'a' || a === null ? 0 : 1}
              remark={pair[key]?.element ?? ''}
              isInteger={isInteger}
              scale={scale}
              natural={natural}
            />
          );
        })}
        {isBoth && hasElements(a.shape) && <DifferencePane {...common} a={a} b={b} isInteger={isInteger} />}
      </div>
      <ValuesAtCursor shown={shown} />
    </>
  );
}

type Common = Pick<Parameters<typeof MatrixPane>[0], 'store' | 'box' | 'headerWidth' | 'port'>;

/** Returns the function that writes the index of a drawn cell in the whole tensor. */
function indexWords({ shape, leading, window }: ShownSide): PaneModel['index'] {
  return (_, { row, column }) =>
    formatIndex(indexOf(shape, leading, { row: row + window.row, column: column + window.column }));
}

function SidePane(
  props: Common & {
    readonly side: ShownSide;
    readonly which: 'a' | 'b';
    /** The number of the tensor in the store. */
    readonly tensor: number;
    readonly remark: string;
    readonly isInteger: boolean;
    readonly scale: Parameters<typeof MatrixPane>[0]['scale'];
    readonly natural: number;
  },
) {
  const { side, which, tensor, remark, isInteger, scale, natural, ...common } = props;
  const symbol = which.toUpperCase();
  const plane = windowPlane(side.shape, side.leading, side.window);
  const stage = useMemo(
    () => planeModel(symbol, numpySliceText(side.shape, side.leading), plane, planeView(side.tensor, plane)),
    [side],
  );
  return (
    <MatrixPane
      {...common}
      pane={{
        key: `compare-${which}`,
        stage,
        dtype: side.tensor.dtype,
        brief: true,
        what: { kind: 'plane', tensor, plane },
        axes: { rows: null, columns: null },
        index: indexWords(side),
      }}
      scale={scale}
      remark={remark}
      {...(isInteger ? { text: integerText } : {})}
    >
      <ColourBar label={symbol} clipKey="compare" scale={scale} natural={natural} width={96} />
    </MatrixPane>
  );
}

function DifferencePane(props: Common & { readonly a: ShownSide; readonly b: ShownSide; readonly isInteger: boolean }) {
  const { clips } = useViewer();
  const { a, b, isInteger, ...common } = props;
  const plane = windowPlane(a.shape, a.leading, a.window);
  const view = useMemo(() => differenceView(a.tensor, b.tensor, plane), [a, b]);
  const stage = useMemo(() => planeModel('|A − B|', numpySliceText(a.shape, a.leading), plane, view), [view]);
  // The limit is of the visible plane, so that one bad plane does not darken the others.
  const limit = useMemo(() => errorLimit(view), [view]);
  const scale = useMemo(
    () => computed(() => unsignedScale('error', Math.min(clips.value.difference ?? Infinity, limit))),
    [limit],
  );
  const unit = cellUnit(limit);
  const text = useMemo(() => errorCellText(unit), [unit]);
  return (
    <MatrixPane
      {...common}
      pane={{
        key: 'compare-difference',
        stage,
        dtype: 'float64',
        brief: true,
        what: { kind: 'difference', plane },
        axes: { rows: null, columns: null },
        index: indexWords(a),
      }}
      scale={scale}
      remark=""
      text={isInteger ? integerText : text}
    >
      <ErrorFooter
        {...common}
        label="the difference"
        clipKey="difference"
        scale={scale}
        limit={limit}
        unit={isInteger ? 1 : unit}
        rows={plane.rows}
        columns={plane.columns}
      />
    </MatrixPane>
  );
}

/** The values under the mouse, or under the cursor if the mouse is elsewhere, and their distance. */
function ValuesAtCursor({ shown: { a, b, pair } }: { readonly shown: ShownPair }) {
  const at = useViewer().displayCursor.value;
  const valueOf = (side: ShownSide | null): number | undefined => {
    if (side === null || at.y >= side.window.rows || at.x >= side.window.columns) return undefined;
    const plane = windowPlane(side.shape, side.leading, side.window);
    return side.tensor.data[plane.at + at.y * plane.rowStride + at.x * plane.columnStride];
  };
  const [valueA, valueB] = [valueOf(a), valueOf(b)];
  const side = valueB === undefined ? a : b;
  if (side === null || (valueA === undefined && valueB === undefined)) return null;
  const index = indexWords(side)(at, { row: at.y, column: at.x });
  return (
    <output class="mono values-under">
      <span>{index}</span>
      {a !== null && valueA !== undefined && <span>A = {shownNumber(valueA, a.tensor.dtype)}</span>}
      {b !== null && valueB !== undefined && <span>B = {shownNumber(valueB, b.tensor.dtype)}</span>}
      {valueA !== undefined && valueB !== undefined && isComparable(pair) && (
        <span>|A − B| = {formatShort(absError(valueA, valueB))}</span>
      )}
    </output>
  );
}
