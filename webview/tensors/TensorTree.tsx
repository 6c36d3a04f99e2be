import { useMemo, useRef, useLayoutEffect, useEffect, useState } from 'preact/hooks';
import { visibleText } from '../../src/engine/core/visibleText.ts';
import type { TensorEntry } from '../../src/formats/common/tensorFile.ts';
import { formatBytes, formatInteger, formatShape } from '../../src/scenario/text/format.ts';
import { Icon } from '../ui/Icon.tsx';
import { px } from '../ui/px.ts';
import { drawnRows, type RowRange, rowReachedBy } from '../ui/listWindow.ts';
import { nonFiniteText, rangeText } from './statisticsText.ts';
import { Sparkline } from './Sparkline.tsx';
import { sizeOfEntry } from './picture.ts';
import { type FileStatistics, unaskedBytes } from './tensorStatistics.ts';
import { type GroupRow, groupPaths, groupsOf, type TensorRow, type TreeRow, treeRows } from './tensorTree.ts';
import { useFile } from './fileState.ts';
import { useListWindow } from '../ui/useListWindow.ts';

/** Time that the selection must rest on a tensor before the tensor is read. */
const restMilliseconds = 150;
const rowId = (index: number): string => `tensor-${index}`;

/** The tree of the file's tensors: arrow keys move through the rows, and the selected tensor is shown. */
export function TensorTree() {
  const { info, filter, visibleEntries, closedGroups, selectedKey, reader, showTensor, statistics } = useFile();
  const entries = visibleEntries.value;
  const all = info.value?.entries ?? [];
  const total = all.length;
  const isFiltered = filter.value.trim() !== '';
  const closed = closedGroups.value;
  const rows = useMemo(() => treeRows(entries, closed, isFiltered), [entries, closed, isFiltered]);
  const { ref: list, rowHeight, visible, drawn, scrollTo } = useListWindow<HTMLUListElement>(rows.length, 'treeitem');
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  /** The path of the group that is active, if a group and not the selected tensor is. */
  const [activeGroup, setActiveGroup] = useState<string | null>(null);
  const selected = useMemo(() => rowOf(rows, selectedKey.value), [rows, selectedKey.value]);
  const active = activeGroup === null ? selected : rowOfGroup(rows, activeGroup);
  const measured = rowHeight > 0;
  useLayoutEffect(() => {
    if (measured && active >= 0) scrollTo(active);
    // Only a new active row scrolls the list, not a change of its window.
  }, [active, measured]);
  useStatisticsOf(rows, visible, statistics);
  const widestCount = `${formatInteger(total)} of ${formatInteger(total)}`;
  const choose = (entry: TensorEntry): void => {
    clearTimeout(timer.current);
    setActiveGroup(null);
    showTensor(entry);
  };
  const setOpen = ({ path }: GroupRow, isOpen: boolean): void => {
    const next = new Set(closedGroups.peek());
    if (isOpen) next.delete(path);
    else next.add(path);
    closedGroups.value = next;
  };
  /** Makes a row the active one; a tensor is shown when the keys rest on it. */
  const moveTo = (index: number): void => {
    const row = rows[Math.max(0, Math.min(index, rows.length - 1))];
    clearTimeout(timer.current);
    if (row === undefined) return;
    if (row.kind === 'group') {
      setActiveGroup(row.path);
      return;
    }
    const { entry } = row;
    setActiveGroup(null);
    if (entry.key === selectedKey.peek()) return;
    selectedKey.value = entry.key;
    timer.current = setTimeout(() => showTensor(entry), restMilliseconds);
  };
  const press = (row: TreeRow | undefined): void => {
    if (row?.kind === 'tensor') choose(row.entry);
    else if (row?.kind === 'group') setOpen(row, !row.isOpen);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const row = rows[active];
    const to = rowReachedBy(event.key, active, visible, rows.length);
    if (to !== undefined) moveTo(to);
    else if (event.key === 'ArrowRight') {
      if (row?.kind === 'group' && !row.isOpen) setOpen(row, true);
      else if (row?.kind === 'group') moveTo(active + 1);
    } else if (event.key === 'ArrowLeft') {
      if (row?.kind === 'group' && row.isOpen && !isFiltered) setOpen(row, false);
      else if (row !== undefined && row.parent !== null) moveTo(row.parent);
    } else if (event.key === 'Enter' || event.key === ' ') press(row);
    else if (event.key === 'Escape') reader.stop();
    else if (event.key === 'ContextMenu' || (event.shiftKey && event.key === 'F10')) openUses();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  /** Moves the focus from the filter into the tree, at its active row or else its first tensor. */
  const enter = (): void => {
    list.current?.focus();
    if (active < 0)
      moveTo(
        Math.max(
          0,
          rows.findIndex(({ kind }) => kind === 'tensor'),
        ),
      );
  };
  if (total === 0) return null;
  return (
    <section class="tensor-list" aria-label="Tensors">
      <div class="tensor-filter">
        <input
          type="text"
          aria-label="Filter the tensors by key, dtype or shape"
          placeholder="Filter by key, dtype, shape"
          spellcheck={false}
          value={filter.value}
          onInput={(event) => {
            filter.value = event.currentTarget.value;
          }}
          onKeyDown={(event) => {
            if (event.key === 'Escape' && filter.peek() !== '') filter.value = '';
            else if (event.key === 'ArrowDown') enter();
            else if (event.key === 'Enter') {
              enter();
              press(rows[active] ?? rows.find(({ kind }) => kind === 'tensor'));
            } else return;
            event.preventDefault();
          }}
        />
        <span class="tensor-count dim" role="status" style={{ minWidth: `${widestCount.length}ch` }}>
          {entries.length === total
            ? formatInteger(total)
            : `${formatInteger(entries.length)} of ${formatInteger(total)}`}
        </span>
        <FoldButton entries={all} />
      </div>
      <ul
        ref={list}
        role="tree"
        tabIndex={0}
        aria-label="Tensors in the file"
        {...(active >= 0 ? { 'aria-activedescendant': rowId(active) } : {})}
        style={{ '--rows': String(rows.length), '--row-height': `${rowHeight}px` }}
        onKeyDown={onKeyDown}
      >
        {drawnRows(drawn, active).map((index) => {
          const row = rows[index];
          if (row === undefined) return null;
          const placed = { index, top: index * rowHeight, isActive: index === active };
          return row.kind === 'group' ? (
            <Group
              key={`group ${row.path}`}
              row={row}
              {...placed}
              press={() => {
                list.current?.focus();
                setActiveGroup(row.path);
                setOpen(row, !row.isOpen);
              }}
            />
          ) : (
            <Leaf
              key={`tensor ${row.entry.key}`}
              row={row}
              {...placed}
              isSelected={index === selected}
              press={() => {
                list.current?.focus();
                choose(row.entry);
              }}
            />
          );
        })}
      </ul>
    </section>
  );
}

/** Closes all groups of the tree, or opens them if all are closed. */
function FoldButton({ entries }: { readonly entries: readonly TensorEntry[] }) {
  const { closedGroups, filter } = useFile();
  const paths = useMemo(() => groupPaths(entries), [entries]);
  if (paths.length === 0 || filter.value.trim() !== '') return null;
  const areClosed = paths.every((path) => closedGroups.value.has(path));
  const label = areClosed ? 'Expand all' : 'Collapse all';
  return (
    <button
      type="button"
      class="icon-button"
      title={label}
      aria-label={label}
      onClick={() => {
        closedGroups.value = new Set(areClosed ? [] : paths);
      }}
    >
      <Icon name={areClosed ? 'expand-all' : 'collapse-all'} />
    </button>
  );
}

/** Returns the row of a tensor, or of the closed group that it is in; −1 if there is neither. */
function rowOf(rows: readonly TreeRow[], key: string | null): number {
  if (key === null) return -1;
  const own = rows.findIndex((row) => row.kind === 'tensor' && row.entry.key === key);
  if (own >= 0) return own;
  const groups = new Set(groupsOf(key));
  return rows.findIndex((row) => row.kind === 'group' && !row.isOpen && groups.has(row.path));
}

/** Returns the row of a group, or of the closed group that it is in. */
function rowOfGroup(rows: readonly TreeRow[], path: string): number {
  const own = rows.findIndex((row) => row.kind === 'group' && row.path === path);
  return own >= 0 ? own : rowOf(rows, `${path}.`);
}

/** Opens the menu in the header of the selected tensor. */
function openUses(): void {
  // The header of a tensor that was just selected is drawn in the next frame.
  requestAnimationFrame(() => {
    document.querySelector<HTMLElement>('.tensor-uses .menu > button')?.click();
  });
}

/** Requests the statistics of the visible tensors, and drops the request of a tensor that is no longer visible. */
function useStatisticsOf(rows: readonly TreeRow[], { first, end }: RowRange, statistics: FileStatistics): void {
  const requested = useRef<ReadonlySet<TensorEntry>>(new Set());
  useEffect(() => {
    const before = requested.current;
    const now = new Set(rows.slice(first, end).flatMap((row) => (row.kind === 'tensor' ? [row.entry] : [])));
    for (const entry of before) if (!now.has(entry)) statistics.drop(entry);
    for (const entry of now) if (!before.has(entry)) statistics.want(entry);
    requested.current = now;
  }, [rows, first, end]);
}

interface RowProps {
  readonly index: number;
  /** In CSS pixels from the top of the list. */
  readonly top: number;
  readonly isActive: boolean;
  readonly press: () => void;
}

function Group({ row, index, top, isActive, press }: RowProps & { readonly row: GroupRow }) {
  return (
    <li
      id={rowId(index)}
      class={isActive ? 'tensor-row active' : 'tensor-row'}
      role="treeitem"
      aria-level={row.level}
      aria-expanded={row.isOpen}
      aria-setsize={row.siblings}
      aria-posinset={row.place}
      title={visibleText(row.path)}
      style={{ top: px(top), '--level': String(row.level) }}
      onClick={press}
    >
      <Icon name={row.isOpen ? 'chevron-down' : 'chevron-right'} />
      <span class="tensor-key mono">{visibleText(row.name)}</span>
      <span class="tensor-members dim">{formatInteger(row.count)}</span>
    </li>
  );
}

function Leaf({
  row,
  index,
  top,
  isActive,
  isSelected,
  press,
}: RowProps & { readonly row: TensorRow; readonly isSelected: boolean }) {
  const { info, statistics } = useFile();
  const { entry, name } = row;
  const { key, element, shape, through, partOf } = entry;
  const size = sizeOfEntry(entry);
  const known = statistics.known.value.get(key);
  const values =
    known === undefined || known.kind === 'cancelled'
      ? size > unaskedBytes
        ? 'Select to read its values'
        : ''
      : known.kind === 'refused'
        ? known.message
        : rangeText(known.statistics);
  const bad = known?.kind === 'known' ? nonFiniteText(known.statistics) : '';
  const warning = known?.kind === 'refused' ? known.message : bad;
  const words = visibleText(key === '' ? (info.value?.name ?? '') : key);
  const facts = [
    words,
    `${element} ${formatShape(shape)}, ${formatBytes(size)}`,
    ...[through, partOf].map((text) => visibleText(text ?? '')),
    values,
    bad,
  ];
  return (
    <li
      id={rowId(index)}
      class={isActive ? 'tensor-row active' : 'tensor-row'}
      role="treeitem"
      aria-level={row.level}
      aria-selected={isSelected}
      aria-setsize={row.siblings}
      aria-posinset={row.place}
      title={facts.filter((text) => text !== '').join('\n')}
      data-statistics={known?.kind ?? 'none'}
      style={{ top: px(top), '--level': String(row.level) }}
      onClick={press}
      onContextMenu={(event) => {
        event.preventDefault();
        press();
        openUses();
      }}
    >
      <span class={partOf === undefined ? 'tensor-key mono' : 'tensor-key mono dim'}>
        {key === '' ? words : visibleText(name)}
      </span>
      {warning !== '' && (
        <span class={known?.kind === 'refused' ? 'failed' : 'warned'}>
          <Icon name={known?.kind === 'refused' ? 'error' : 'warning'} />
          <span class="visually-hidden">{warning}</span>
        </span>
      )}
      <span class="tensor-shape mono">{formatShape(shape)}</span>
      <Sparkline counts={known?.kind === 'known' ? (known.statistics.finite?.histogram.counts ?? []) : []} />
      <span class="tensor-element dim">{element}</span>
    </li>
  );
}
