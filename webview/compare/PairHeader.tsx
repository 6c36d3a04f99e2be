import { elementCount } from '../../src/engine/core/tensor.ts';
import { hasElements } from '../../src/engine/views/plane.ts';
import { isComparable, keyOfPair, shapeOfPair } from '../../src/formats/differences/pairEntries.ts';
import { pairElementText, pairRemark, pairShapeText } from '../../src/scenario/text/differenceWords.ts';
import { formatInteger } from '../../src/scenario/text/format.ts';
import { AxisSelectors } from '../viewer/tensor/AxisSelectors.tsx';
import { IndexSlider } from '../viewer/tensor/IndexSlider.tsx';
import { numpySliceText } from '../viewer/tensorStore.ts';
import { useComparison } from './comparisonState.ts';
import type { ShownPair } from './shownPair.ts';
import { isCut, windowOf } from './drawnWindow.ts';

/** The name, shape and plane of the selected pair, and what became of it if it has no difference to show. */
export function PairHeader({ shown }: { readonly shown: ShownPair }) {
  const { leading, list } = useComparison();
  const { pair, index } = shown;
  const shape = shapeOfPair(pair);
  const row = list.rows.value[index];
  const remark = pairRemark(pair, row?.difference ?? null, row?.twin ?? null);
  const key = keyOfPair(pair);
  return (
    <header class="compare-header">
      {key !== '' && (
        <h1 class="mono">
          {key}
          {remark !== '' && <span class="dim"> {remark}</span>}
        </h1>
      )}
      <span class="dim mono">
        {pairShapeText(pair)} {isComparable(pair) && numpySliceText(shape, leading.value)}
      </span>
      {key !== '' && <span class="dim">{pairElementText(pair)}</span>}
      <AxisSelectors shape={shape} leading={leading} />
      <WindowSelectors shown={shown} />
      <Fate shown={shown} />
    </header>
  );
}

/** Says why there is no difference to show. */
function Fate({ shown: { pair } }: { readonly shown: ShownPair }) {
  const words =
    pair.a === null
      ? 'Only in B.'
      : pair.b === null
        ? 'Only in A.'
        : !isComparable(pair)
          ? `The shapes differ, so the values are not compared: ${formatInteger(elementCount(pair.a.shape))} and ${formatInteger(elementCount(pair.b.shape))} elements.`
          : !hasElements(pair.a.shape)
            ? 'The tensors have no elements.'
            : '';
  return words === '' ? null : <p class="compare-fate">{words}</p>;
}

/** Chooses the window in a plane that is too large to be drawn as a whole. */
function WindowSelectors({ shown: { pair } }: { readonly shown: ShownPair }) {
  const { corner } = useComparison();
  const window = windowOf(shapeOfPair(pair), corner.value);
  if (!isCut(window)) return null;
  const { row, column, rows, columns, ofRows, ofColumns } = window;
  const moveTo = (change: Partial<typeof corner.value>): void => {
    corner.value = { ...corner.peek(), ...change };
  };
  return (
    <>
      <WindowSelector name="row" first={row} size={rows} of={ofRows} choose={(to) => moveTo({ row: to })} />
      <WindowSelector
        name="column"
        first={column}
        size={columns}
        of={ofColumns}
        choose={(to) => moveTo({ column: to })}
      />
    </>
  );
}

interface WindowSelectorProps {
  readonly name: 'row' | 'column';
  /** The first row or column of the window, how many it has, and how many there are. */
  readonly first: number;
  readonly size: number;
  readonly of: number;
  readonly choose: (first: number) => void;
}

/** Moves the window along one axis; nothing if it has all of the axis. */
function WindowSelector({ name, first, size, of, choose }: WindowSelectorProps) {
  if (size >= of) return null;
  const range = `${formatInteger(first)}–${formatInteger(first + size - 1)} of ${formatInteger(of)}`;
  return (
    <span class="axis-selector">
      <span class="dim">
        {name}s {range}
      </span>
      <IndexSlider name={`the first ${name}`} count={of - size + 1} value={first} choose={choose} />
    </span>
  );
}
