import { useComputed } from '@preact/signals';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { TensorSummary } from '../../src/engine/views/summary.ts';
import type { TensorEntry } from '../../src/formats/common/tensorFile.ts';
import { formatBytes, formatInteger, formatShape } from '../../src/scenario/text/format.ts';
import { Icon } from '../ui/Icon.tsx';
import { px } from '../ui/px.ts';
import type { RowRange } from './listWindow.ts';
import { nonFiniteText, rangeText } from './summaryText.ts';
import { sizeOfEntry, type Summaries, unaskedBytes } from './summaries.ts';
import { useFile } from './fileState.ts';
import { useListWindow } from './useListWindow.ts';

/** Time that the selection must rest on a tensor before the tensor is read. */
const restMilliseconds = 150;
const entryId = (index: number): string => `tensor-${index}`;

/** The list of the file's tensors: arrow keys move the selection, and the selected tensor is shown. */
export function TensorList() {
  const { info, filter, visibleEntries, selectedKey, reader, showTensor, summaries } = useFile();
  const entries = visibleEntries.value;
  const total = info.value?.entries.length ?? 0;
  const { ref: list, rowHeight, visible, drawn, scrollTo } = useListWindow(entries.length);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const selected = entries.findIndex(({ key }) => key === selectedKey.value);
  const measured = rowHeight > 0;
  useLayoutEffect(() => {
    if (measured && selected >= 0) scrollTo(selected);
    // Only a new selection scrolls the list, not a change of its window.
  }, [selected, measured]);
  useSummariesOf(entries, visible, summaries);
  const someFailed = useComputed(() =>
    [...summaries.known.value.values()].some((known) => typeof known === 'string'),
  ).value;
  const widestCount = `${formatInteger(total)} of ${formatInteger(total)}`;
  const choose = (entry: TensorEntry | undefined): void => {
    clearTimeout(timer.current);
    if (entry !== undefined) showTensor(entry);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const last = entries.length - 1;
    const page = 10;
    const to = {
      ArrowDown: selected + 1,
      ArrowUp: selected - 1,
      PageDown: selected + page,
      PageUp: selected - page,
      Home: 0,
      End: last,
    }[event.key];
    if (to !== undefined && entries.length > 0) {
      const entry = entries[Math.max(0, Math.min(to, last))];
      if (entry === undefined) return;
      selectedKey.value = entry.key;
      clearTimeout(timer.current);
      // A large tensor is read on Enter, not when arrow keys pass it.
      if (sizeOfEntry(entry) > unaskedBytes) reader.leave();
      else timer.current = setTimeout(() => choose(entry), restMilliseconds);
    } else if (event.key === 'Enter' || event.key === ' ') choose(entries[selected]);
    else if (event.key === 'Escape') reader.stop();
    else if (event.key === 'ContextMenu' || (event.shiftKey && event.key === 'F10')) openUses();
    else return;
    event.preventDefault();
  };
  return (
    <section class="tensor-list" aria-label="Tensors">
      <label class="tensor-filter">
        <span class="visually-hidden">Filter the tensors by key, dtype or shape</span>
        <input
          type="text"
          placeholder="Filter by key, dtype, shape"
          spellcheck={false}
          value={filter.value}
          onInput={(event) => {
            filter.value = event.currentTarget.value;
          }}
          onKeyDown={(event) => {
            if (event.key !== 'ArrowDown') return;
            list.current?.focus();
            event.preventDefault();
          }}
        />
        <span class="tensor-count dim" role="status" style={{ minWidth: `${widestCount.length}ch` }}>
          {entries.length === total
            ? formatInteger(total)
            : `${formatInteger(entries.length)} of ${formatInteger(total)}`}
        </span>
      </label>
      <ul
        ref={list}
        class={someFailed ? 'some-failed' : ''}
        role="listbox"
        tabIndex={0}
        aria-label="Tensors in the file"
        {...(selected >= 0 ? { 'aria-activedescendant': entryId(selected) } : {})}
        style={{ '--rows': String(entries.length), '--row-height': `${rowHeight}px` }}
        onKeyDown={onKeyDown}
      >
        {rowsOf(drawn, selected).map((index) => {
          const entry = entries[index];
          if (entry === undefined) return null;
          return (
            <Row
              key={entry.key}
              entry={entry}
              index={index}
              count={entries.length}
              top={index * rowHeight}
              selected={index === selected}
              choose={() => {
                list.current?.focus();
                choose(entry);
              }}
            />
          );
        })}
      </ul>
    </section>
  );
}

/**
 * Returns the rows in the page, in order: the drawn rows, and the selected row wherever it is, because
 * `aria-activedescendant` names it.
 */
function rowsOf({ first, end }: RowRange, selected: number): readonly number[] {
  const rows = Array.from({ length: end - first }, (_, i) => first + i);
  if (selected < 0) return rows;
  return selected < first ? [selected, ...rows] : selected >= end ? [...rows, selected] : rows;
}

/** Opens the menu in the header of the selected tensor. */
function openUses(): void {
  // The header of a tensor that was just selected is drawn in the next frame.
  requestAnimationFrame(() => {
    document.querySelector<HTMLElement>('.tensor-uses .menu > button')?.click();
  });
}

/** Requests the summaries of the visible entries, and drops the request of an entry that is no longer visible. */
function useSummariesOf(entries: readonly TensorEntry[], { first, end }: RowRange, summaries: Summaries): void {
  const requested = useRef<ReadonlySet<TensorEntry>>(new Set());
  useEffect(() => {
    const before = requested.current;
    const now = new Set(entries.slice(first, end));
    for (const entry of before) if (!now.has(entry)) summaries.drop(entry);
    for (const entry of now) if (!before.has(entry)) summaries.want(entry);
    requested.current = now;
  }, [entries, first, end]);
}

function Row(props: {
  readonly entry: TensorEntry;
  readonly index: number;
  readonly count: number;
  /** In CSS pixels from the top of the list. */
  readonly top: number;
  readonly selected: boolean;
  readonly choose: () => void;
}) {
  const { entry, index, count, top, selected, choose } = props;
  const { info } = useFile();
  const { key, shape } = entry;
  const name = key === '' ? (info.value?.name ?? '') : key;
  return (
    <li
      id={entryId(index)}
      role="option"
      aria-selected={selected}
      aria-setsize={count}
      aria-posinset={index + 1}
      style={{ top: px(top) }}
      onClick={choose}
      onContextMenu={(event) => {
        event.preventDefault();
        choose();
        openUses();
      }}
    >
      <span class="tensor-key mono" title={name}>
        {name}
      </span>
      <span class="tensor-shape mono">{formatShape(shape)}</span>
      <Details entry={entry} />
    </li>
  );
}

/** An entry's dtype and size, and the statistics of its numbers if they are known. */
function Details({ entry }: { readonly entry: TensorEntry }) {
  const known = useFile().summaries.known.value.get(entry.key);
  const size = sizeOfEntry(entry);
  const nonFinite = known === undefined || typeof known === 'string' ? '' : nonFiniteText(known);
  return (
    <span class="tensor-details">
      <span class="tensor-facts">
        {entry.element}, {formatBytes(size)}
      </span>
      <Health known={known} large={size > unaskedBytes} />
      {nonFinite !== '' && (
        <span class="tensor-bad warned" title={nonFinite}>
          <Icon name="warning" />
          <span>{nonFinite}</span>
        </span>
      )}
    </span>
  );
}

function Health({ known, large }: { readonly known: TensorSummary | string | undefined; readonly large: boolean }) {
  if (known === undefined) {
    return <span class="tensor-health">{large ? 'select to see its statistics' : '…'}</span>;
  }
  const failed = typeof known === 'string';
  const text = failed ? known : rangeText(known);
  return (
    <span class={failed ? 'tensor-health failed' : 'tensor-health'} title={text}>
      {text}
    </span>
  );
}
