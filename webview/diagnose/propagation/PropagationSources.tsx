import { useRef } from 'preact/hooks';
import { formatInteger } from '../../../src/scenario/text/format.ts';
import type { PropagationReport } from '../../../src/scenario/report/propagationReport.ts';
import { sourceName, sourceReach } from '../../../src/scenario/report/propagationText.ts';

const optionId = (index: number): string => `propagation-source-${index}`;

/**
 * The list of the call's NaN and infinities: arrow keys move the selection, and the selected source is followed through
 * the stages.
 */
export function PropagationSources(props: {
  readonly report: PropagationReport;
  readonly selected: number;
  readonly select: (index: number) => void;
}) {
  const { report, selected, select } = props;
  const { sources, counts, formulation } = report;
  const list = useRef<HTMLUListElement>(null);
  const rest = counts.input + counts.weight + counts.bias - sources.length;
  const go = (to: number): void => {
    const index = Math.max(0, Math.min(to, sources.length - 1));
    select(index);
    document.getElementById(optionId(index))?.scrollIntoView({ block: 'nearest' });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const to = { ArrowDown: selected + 1, ArrowUp: selected - 1, Home: 0, End: sources.length - 1, Enter: selected }[
      event.key
    ];
    if (to === undefined || event.altKey) return;
    go(to);
    event.preventDefault();
  };
  return (
    <section class="propagation-sources" aria-label="Sources">
      <h3>Sources</h3>
      <ul
        ref={list}
        role="listbox"
        tabIndex={0}
        aria-label={`NaN and infinities of the call, ${formatInteger(sources.length)} listed`}
        aria-activedescendant={optionId(selected)}
        onKeyDown={onKeyDown}
      >
        {sources.map((source, index) => (
          <li
            key={index}
            id={optionId(index)}
            role="option"
            aria-selected={index === selected}
            onClick={() => {
              list.current?.focus();
              select(index);
            }}
          >
            <b class="mono">{sourceName(source)}</b> <span>{sourceReach(source, formulation)}</span>
          </li>
        ))}
      </ul>
      <p class="dim">Select one to go to where it acts.</p>
      {rest > 0 && <p class="dim">and {formatInteger(rest)} more, not listed</p>}
    </section>
  );
}
