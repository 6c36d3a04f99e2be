import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { PairStatus } from '../../src/formats/differences/comparePair.ts';
import { isRenamed, keyOfPair } from '../../src/formats/differences/pairEntries.ts';
import {
  pairElementText,
  pairRemark,
  pairShapeText,
  pairStatusWords,
} from '../../src/scenario/text/differenceWords.ts';
import { formatInteger, formatShort, formatUlp } from '../../src/scenario/text/format.ts';
import { Icon } from '../ui/Icon.tsx';
import { drawnRows, rowReachedBy } from '../ui/listWindow.ts';
import { ProgressBar } from '../ui/ProgressBar.tsx';
import { px } from '../ui/px.ts';
import { useListWindow } from '../ui/useListWindow.ts';
import { useComparison } from './comparisonState.ts';
import { isDifferent, type PairRow, type ShownPairs, type SortColumn } from './pairList.ts';

/** Time that the selection must rest on a tensor before the tensor is read. */
const restMilliseconds = 150;
const rowId = (index: number): string => `pair-${index}`;

/** The columns of the list, from left to right. The sorts of numbers begin with the largest. */
const columns: readonly {
  readonly column: SortColumn;
  readonly name: string;
  readonly isNumber: boolean;
  readonly text: (row: PairRow) => string;
}[] = [
  { column: 'status', name: 'status', isNumber: false, text: ({ difference }) => statusText(difference?.status) },
  { column: 'tensor', name: 'tensor', isNumber: false, text: ({ pair }) => keyOfPair(pair) || 'the only tensor' },
  { column: 'shape', name: 'shape', isNumber: false, text: ({ pair }) => pairShapeText(pair) },
  { column: 'dtype', name: 'dtype', isNumber: false, text: ({ pair }) => pairElementText(pair) },
  { column: 'max-abs', name: 'max |Δ|', isNumber: true, text: (row) => numberText(row, 'maxAbs', formatShort) },
  { column: 'max-rel', name: 'max rel', isNumber: true, text: (row) => numberText(row, 'maxRel', formatShort) },
  { column: 'max-ulp', name: 'max ULP', isNumber: true, text: (row) => numberText(row, 'maxUlp', formatUlp) },
  { column: 'mismatches', name: 'mismatches', isNumber: true, text: mismatchText },
];

/** The list of the tensors of both files: what became of each, and how far apart its values are. */
export function PairTable() {
  const { list, selected, select } = useComparison();
  const rows = list.visibleRows.value;
  const { ref, rowHeight, visible, drawn, scrollTo } = useListWindow<HTMLDivElement>(rows.length, 'row');
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  /** The row that the keys have reached, which is selected when they rest. */
  const [reached, setReached] = useState<number | null>(null);
  const active = rows.findIndex(({ index }) => index === (reached ?? selected.value));
  const measured = rowHeight > 0;
  useLayoutEffect(() => {
    if (measured && active >= 0) scrollTo(active);
    // Only a new active row scrolls the list, not a change of its window.
  }, [active, measured]);
  const choose = (row: PairRow): void => {
    clearTimeout(timer.current);
    setReached(null);
    select(row.index);
  };
  const moveTo = (at: number): void => {
    const row = rows[Math.max(0, Math.min(at, rows.length - 1))];
    clearTimeout(timer.current);
    if (row === undefined) return;
    setReached(row.index);
    timer.current = setTimeout(() => choose(row), restMilliseconds);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const to = rowReachedBy(event.key, active, visible, rows.length);
    const row = rows[active];
    if (to !== undefined) moveTo(to);
    else if ((event.key === 'Enter' || event.key === ' ') && row !== undefined) choose(row);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <section class="pair-list" aria-label="Tensors of both files">
      <Filter
        enter={() => {
          ref.current?.focus();
          if (active < 0) moveTo(0);
        }}
      />
      <Progress />
      <div class="pair-table">
        <Head />
        <div
          ref={ref}
          class="pair-rows"
          role="grid"
          tabIndex={0}
          aria-label="Tensors"
          aria-rowcount={rows.length}
          {...(active >= 0 ? { 'aria-activedescendant': rowId(rows[active]?.index ?? 0) } : {})}
          style={{ '--rows': String(rows.length), '--row-height': `${rowHeight}px` }}
          onKeyDown={onKeyDown}
        >
          {drawnRows(drawn, active).map((at) => {
            const row = rows[at];
            return row === undefined ? null : (
              <Row
                key={row.index}
                row={row}
                at={at}
                top={at * rowHeight}
                isSelected={row.index === selected.value}
                isActive={at === active}
                press={() => {
                  ref.current?.focus();
                  choose(row);
                }}
              />
            );
          })}
        </div>
        {rows.length === 0 && <Nothing />}
      </div>
    </section>
  );
}

/** The column heads, each a button that sorts by the column: in one direction, in the other, and as in the files. */
function Head() {
  const { order } = useComparison().list;
  const now = order.value;
  return (
    <div class="pair-head pair-row">
      {columns.map(({ column, name, isNumber }) => {
        const direction = now?.column === column ? (now.isDescending ? 'descending' : 'ascending') : null;
        const next =
          direction === null ? isNumber : direction === 'descending' ? !isNumber && null : isNumber ? null : true;
        return (
          <button
            key={column}
            type="button"
            class={`pair-${column}`}
            title={`Sort by ${name}`}
            aria-label={direction === null ? `Sort by ${name}` : `${name}, sorted ${direction}`}
            onClick={() => {
              order.value = next === null ? null : { column, isDescending: next };
            }}
          >
            {name}
            {direction !== null && <Icon name={direction === 'descending' ? 'chevron-down' : 'chevron-up'} />}
          </button>
        );
      })}
    </div>
  );
}

function Row(props: {
  readonly row: PairRow;
  readonly at: number;
  /** In CSS pixels from the top of the list. */
  readonly top: number;
  readonly isSelected: boolean;
  readonly isActive: boolean;
  readonly press: () => void;
}) {
  const { row, at, top, isSelected, isActive, press } = props;
  const { pair, difference, twin } = row;
  const remark = pairRemark(pair, difference, twin);
  const total = difference?.values?.total;
  const facts = [
    ...columns.slice(1).map(({ name, text }) => [name, text(row)] as const),
    ['', total === undefined ? '' : `of ${formatInteger(total)} values`] as const,
    ['', remark] as const,
  ];
  return (
    <div
      id={rowId(row.index)}
      class={isActive ? 'pair-row active' : 'pair-row'}
      role="row"
      aria-selected={isSelected}
      aria-rowindex={at + 1}
      data-status={difference?.status ?? 'waiting'}
      title={facts.flatMap(([name, text]) => (text === '' ? [] : [name === '' ? text : `${name}: ${text}`])).join('\n')}
      style={{ top: px(top) }}
      onClick={press}
    >
      {columns.map(({ column, text }) => (
        <span key={column} role="gridcell" class={`pair-${column}`}>
          {column === 'tensor' ? (
            <>
              <span class="mono">
                <bdi dir="ltr">{text(row)}</bdi>
              </span>
              {difference?.status === 'retyped' && <span class="dim pair-retyped">{pairElementText(pair)}</span>}
              {remark !== '' && <span class="dim">{remark}</span>}
            </>
          ) : (
            text(row)
          )}
        </span>
      ))}
    </div>
  );
}

function Filter({ enter }: { readonly enter: () => void }) {
  const { filter, shown, counts, rows, visibleRows } = useComparison().list;
  const total = rows.value.length;
  const differing = rows.value.filter(isDifferent).length;
  const renamed = rows.value.some(({ pair }) => isRenamed(pair));
  const options: readonly (readonly [ShownPairs, string])[] = [
    ['different', `Different (${formatInteger(differing)})`],
    ...counts.value.map(
      ([status, count]) => [status, `${capital(pairStatusWords[status])} (${formatInteger(count)})`] as const,
    ),
    ['all', `All (${formatInteger(total)})`],
  ];
  const chosen = options.some(([value]) => value === shown.value) ? shown.value : 'different';
  return (
    <div class="pair-filter">
      <input
        type="text"
        aria-label="Filter the tensors by name, shape, dtype or status"
        placeholder={renamed ? 'Filter by name in either file, shape, dtype' : 'Filter by name, shape, dtype'}
        spellcheck={false}
        value={filter.value}
        onInput={(event) => {
          filter.value = event.currentTarget.value;
        }}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && filter.peek() !== '') filter.value = '';
          else if (event.key === 'ArrowDown' || event.key === 'Enter') enter();
          else return;
          event.preventDefault();
        }}
      />
      <select
        aria-label="Which tensors are listed"
        value={chosen}
        onChange={(event) => {
          shown.value = event.currentTarget.value as ShownPairs;
        }}
      >
        {options.map(([value, words]) => (
          <option key={value} value={value}>
            {words}
          </option>
        ))}
      </select>
      <span class="visually-hidden" role="status">
        {formatInteger(visibleRows.value.length)} of {formatInteger(total)} tensors
      </span>
    </div>
  );
}

function Progress() {
  const { phase, stop, resume, rows } = useComparison().list;
  const now = phase.value;
  switch (now.kind) {
    case 'done':
      return null;
    case 'comparing':
      return (
        <div class="pair-progress">
          <ProgressBar label="Comparing all values" progress={now} cancel={stop} />
        </div>
      );
    case 'cancelled':
    case 'failed': {
      const waiting = rows.value.filter(({ difference }) => difference === null).length;
      return (
        <div class="pair-progress">
          <span>{now.kind === 'failed' ? now.error : `${formatInteger(waiting)} not compared. `}</span>
          <button type="button" class="text-button" onClick={resume}>
            Compare
          </button>
        </div>
      );
    }
  }
}

/** What is said in place of an empty list. */
function Nothing() {
  const { phase, rows, shown, filter } = useComparison().list;
  const isOver = phase.value.kind === 'done';
  const words =
    filter.value.trim() !== ''
      ? 'No tensor matches the filter.'
      : shown.value !== 'different' || rows.value.some(isDifferent)
        ? 'There is no such tensor.'
        : isOver
          ? rows.value.length === 1
            ? 'The tensors are equal.'
            : `All ${formatInteger(rows.value.length)} tensors are equal.`
          : 'No difference so far.';
  return (
    <p class="pair-nothing dim">
      {words}{' '}
      {(filter.value.trim() !== '' || shown.value !== 'all') && (
        <button
          type="button"
          class="link"
          onClick={() => {
            filter.value = '';
            shown.value = 'all';
          }}
        >
          Show all
        </button>
      )}
    </p>
  );
}

function statusText(status: PairStatus | undefined): string {
  return status === undefined ? '…' : pairStatusWords[status];
}

function numberText(
  { difference }: PairRow,
  which: 'maxAbs' | 'maxRel' | 'maxUlp',
  format: (value: number) => string,
): string {
  const values = difference?.values ?? null;
  if (values === null) return '';
  const extreme = values[which];
  return extreme === null ? '–' : format(extreme.value);
}

function mismatchText({ difference }: PairRow): string {
  const values = difference?.values ?? null;
  return values === null ? '' : formatInteger(values.mismatches);
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
