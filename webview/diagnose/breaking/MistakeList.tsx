import { useMemo, useRef, useState } from 'preact/hooks';
import type { MistakeEntry } from '../../../src/scenario/breaking/brokenCall.ts';
import { formatInteger } from '../../../src/scenario/text/format.ts';
import { useDiagnose } from '../diagnoseState.ts';
import { listedGroups } from './listedGroups.ts';

const optionId = (id: string): string => `break-${id}`;

/**
 * The known mistakes in groups, with a search. The arrow keys move the selection, and the selected mistake is made. A
 * mistake that makes no difference for the call is listed last in its group and cannot be selected.
 */
export function MistakeList({ entries }: { readonly entries: readonly MistakeEntry[] }) {
  const { breaking } = useDiagnose();
  const [search, setSearch] = useState('');
  const list = useRef<HTMLDivElement>(null);
  const groups = useMemo(() => listedGroups(entries, search), [entries, search]);
  const choices = groups.flatMap((group) => group.entries).filter(({ variants }) => variants.length > 0);
  const selected = breaking.chosen.value?.id ?? null;
  const select = ({ id, variants }: MistakeEntry): void => {
    const [first] = variants;
    if (first === undefined || id === selected) return;
    breaking.choose({ id, variant: first.number });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const at = choices.findIndex(({ id }) => id === selected);
    const to = { ArrowDown: at + 1, ArrowUp: at < 0 ? 0 : at - 1, Home: 0, End: choices.length - 1 }[event.key];
    const next = to === undefined ? undefined : choices[Math.max(0, Math.min(to, choices.length - 1))];
    if (next === undefined) return;
    select(next);
    document.getElementById(optionId(next.id))?.scrollIntoView({ block: 'nearest' });
    event.preventDefault();
    event.stopPropagation();
  };
  const onSearchKey = (event: KeyboardEvent): void => {
    if (event.key !== 'ArrowDown') return;
    list.current?.focus();
    event.preventDefault();
  };
  const count = choices.length;
  const isListed = choices.some(({ id }) => id === selected);
  return (
    <div class="break-side">
      <input
        type="text"
        aria-label="Search the known mistakes"
        placeholder="Search: padding, bias, stride …"
        value={search}
        onInput={(event) => setSearch(event.currentTarget.value)}
        onKeyDown={onSearchKey}
      />
      <div
        ref={list}
        class="mistake-list"
        role="listbox"
        tabIndex={0}
        aria-label={`Known mistakes, ${formatInteger(count)} of them change this call`}
        aria-activedescendant={isListed && selected !== null ? optionId(selected) : undefined}
        onKeyDown={onKeyDown}
      >
        {groups.map(({ title, entries: listed }) => (
          <div key={title} role="group" aria-label={title}>
            <h3 aria-hidden="true">{title}</h3>
            {listed.map((entry) => (
              <Option key={entry.id} entry={entry} isSelected={entry.id === selected} select={() => select(entry)} />
            ))}
          </div>
        ))}
      </div>
      {groups.length === 0 && <p class="dim">No known mistake matches “{search}”.</p>}
    </div>
  );
}

function Option(props: { readonly entry: MistakeEntry; readonly isSelected: boolean; readonly select: () => void }) {
  const { entry, isSelected, select } = props;
  const { id, title, means, variants } = entry;
  const changesNothing = variants.length === 0;
  return (
    <div
      id={optionId(id)}
      role="option"
      data-mistake={id}
      aria-selected={isSelected}
      aria-disabled={changesNothing}
      class="mistake-option"
      onClick={select}
    >
      <span>{title}</span>
      <span class="mistake-means">{changesNothing ? 'makes no difference for this call' : means}</span>
    </div>
  );
}
