import { useEffect, useRef } from 'preact/hooks';
import type { TensorEntry } from '../../src/formats/common/tensorFile.ts';
import { formatBytes, formatInteger, formatShape } from '../../src/scenario/text/format.ts';
import { Icon } from '../ui/Icon.tsx';
import { openUses } from './openUses.ts';
import { nonFiniteText, rangeText } from './summaryText.ts';
import { sizeOfEntry, unaskedBytes } from './summaries.ts';
import { useFile } from '../tensors/fileState.ts';

/** How long arrow keys have rested on a tensor before it is read. */
const restMilliseconds = 150;
const entryId = (index: number): string => `tensor-${index}`;

/** The tensors of the file: arrow keys go through them, what they rest on is shown. */
export function TensorList() {
  const { info, filter, visibleEntries, selectedKey, reader, showTensor } = useFile();
  const entries = visibleEntries.value;
  const total = info.value?.entries.length ?? 0;
  const list = useRef<HTMLUListElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const selected = entries.findIndex(({ key }) => key === selectedKey.value);
  useEffect(() => {
    document.getElementById(entryId(selected))?.scrollIntoView({ block: 'nearest' });
  }, [selected]);
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
      // A large one is read when it is asked for (Enter), not because one passes it.
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
        <span class="dim" role="status">
          {entries.length === total
            ? formatInteger(total)
            : `${formatInteger(entries.length)} of ${formatInteger(total)}`}
        </span>
      </label>
      <ul
        ref={list}
        role="listbox"
        tabIndex={0}
        aria-label="Tensors in the file"
        {...(selected >= 0 ? { 'aria-activedescendant': entryId(selected) } : {})}
        onKeyDown={onKeyDown}
      >
        {entries.map((entry, index) => (
          <Row
            key={entry.key}
            id={entryId(index)}
            entry={entry}
            selected={index === selected}
            choose={() => {
              list.current?.focus();
              choose(entry);
            }}
          />
        ))}
      </ul>
    </section>
  );
}

function Row(props: {
  readonly id: string;
  readonly entry: TensorEntry;
  readonly selected: boolean;
  readonly choose: () => void;
}) {
  const { id, entry, selected, choose } = props;
  const { info, summaries } = useFile();
  const row = useRef<HTMLLIElement>(null);
  useEffect(() => {
    const target = row.current;
    if (target === null) return;
    const observer = new IntersectionObserver((seen) => {
      if (seen.some(({ isIntersecting }) => isIntersecting)) summaries.want(entry);
      else summaries.drop(entry);
    });
    observer.observe(target);
    return () => observer.disconnect();
    // After a change of the file it is another entry.
  }, [entry]);
  const { key, element, shape } = entry;
  const name = key === '' ? (info.value?.name ?? '') : key;
  return (
    <li
      ref={row}
      id={id}
      role="option"
      aria-selected={selected}
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
      <span class="tensor-facts">
        {element}, {formatBytes(sizeOfEntry(entry))}
      </span>
      <Health entry={entry} />
    </li>
  );
}

function Health({ entry }: { readonly entry: TensorEntry }) {
  const known = useFile().summaries.known.value.get(entry.key);
  if (known === undefined) {
    const large = sizeOfEntry(entry) > unaskedBytes;
    return <span class="tensor-health">{large ? 'select to look at its numbers' : '…'}</span>;
  }
  if (typeof known === 'string') return <span class="tensor-health failed">{known}</span>;
  const bad = nonFiniteText(known);
  return (
    <span class="tensor-health" title={rangeText(known)}>
      {rangeText(known)}
      {bad !== '' && (
        <span class="warned bad">
          <Icon name="warning" />
          {bad}
        </span>
      )}
    </span>
  );
}
