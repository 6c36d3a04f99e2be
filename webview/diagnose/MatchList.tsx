import { useRef } from 'preact/hooks';
import type { MatchReport } from '../../src/scenario/diagnosisReport.ts';
import { formatInteger, formatShort } from '../../src/scenario/format.ts';
import { Icon } from '../app/Icon.tsx';
import { type Diagnosed, selectMatch } from './diagnosis.ts';
import { type LogAxis, logAxis } from './logAxis.ts';

const optionId = (index: number): string => `match-${index}`;

/** The mistakes that reproduce the output, best first: arrow keys go through them, the selected one explains itself. */
export function MatchList({ of }: { readonly of: Diagnosed }) {
  const { report, selected } = of;
  const { matches, ambiguity } = report;
  const list = useRef<HTMLUListElement>(null);
  const withoutMistake = report.error?.maxAbs ?? null;
  const axis = logAxis([...matches.map(({ maxAbs }) => maxAbs), ...(withoutMistake === null ? [] : [withoutMistake])]); // prettier-ignore
  const onKeyDown = (event: KeyboardEvent): void => {
    const last = matches.length - 1;
    const to = { ArrowDown: selected + 1, ArrowUp: selected - 1, Home: 0, End: last }[event.key];
    if (to === undefined) return;
    void selectMatch(Math.max(0, Math.min(to, last)));
    event.preventDefault();
  };
  return (
    <section class="match-list" aria-label="Matches">
      <header class="match-row match-head" aria-hidden="true">
        <b>If your code did this</b>
        <span class="match-max">max |yours − hypothesis|</span>
        <Ticks axis={axis} />
      </header>
      <ul
        ref={list}
        role="listbox"
        tabIndex={0}
        aria-label={`Known mistakes that make this output, ${formatInteger(matches.length)}, best first`}
        aria-activedescendant={optionId(selected)}
        onKeyDown={onKeyDown}
      >
        {matches.map((match, index) => (
          <li
            key={match.id}
            id={optionId(index)}
            class="match-row"
            role="option"
            aria-selected={index === selected}
            onClick={() => {
              list.current?.focus();
              void selectMatch(index);
            }}
          >
            <Icon name="pass" />
            <Name match={match} />
            <Dot share={axis.share(match.maxAbs)} />
            <span class="match-max mono">{differenceText(match.maxAbs)}</span>
          </li>
        ))}
      </ul>
      {withoutMistake !== null && (
        <p class="match-row match-right">
          <Icon name="close" />
          <span>No mistake: the call as it is</span>
          <Dot share={axis.share(withoutMistake)} />
          <span class="match-max mono">{differenceText(withoutMistake)}</span>
        </p>
      )}
      {ambiguity !== null && <p class="match-ambiguity">{ambiguity}</p>}
    </section>
  );
}

function Name({ match: { id, title, detail } }: { readonly match: MatchReport }) {
  return (
    <span class="match-name">
      <b>{title}</b>
      {detail !== '' && <span> {detail}</span>}
      <span class="match-id mono">{id}</span>
    </span>
  );
}

/** A magnitude on the list's axis. */
function Dot({ share }: { readonly share: number }) {
  return (
    <span class="match-axis" aria-hidden="true">
      <span class="match-line" style={{ width: `${100 * share}%` }} />
      <span
        class={share === 0 ? 'match-dot none' : 'match-dot'}
        style={{ left: `${100 * share}%` }}
      />
    </span>
  );
}

function Ticks({ axis }: { readonly axis: LogAxis }) {
  return (
    <span class="match-axis mono">
      <span style={{ left: '0%' }}>0</span>
      {axis.ticks.map((exponent) => (
        <span key={exponent} style={{ left: `${100 * axis.share(10 ** exponent)}%` }}>
          {exponent === 0 ? '1' : `1e${exponent < 0 ? '−' : ''}${Math.abs(exponent)}`}
        </span>
      ))}
    </span>
  );
}

function differenceText(value: number): string {
  return value === 0 ? '0' : formatShort(value);
}
