import { useMemo, useRef } from 'preact/hooks';
import type { Shape } from '../../../src/engine/core/tensor.ts';
import { formatInteger, formatShort } from '../../../src/scenario/text/format.ts';
import type { HypothesisRow } from '../../../src/scenario/report/hypothesisRow.ts';
import { Icon, type IconName } from '../../ui/Icon.tsx';
import { HypothesesFooter } from './HypothesesFooter.tsx';
import { differenceText, equalText, shapeMismatchText } from './hypothesisText.ts';
import { type LogAxis, logAxisOf } from '../../ui/logAxis.ts';
import { rankRows } from './rankRows.ts';
import { useDiagnose } from '../diagnoseState.ts';
import type { CurrentDiagnosis } from '../currentDiagnosis.ts';

const optionId = (key: string): string => `hypothesis-${key}`;

/**
 * The table of hypotheses, the nearest to the output first: arrow keys move the selection, and the details follow it.
 */
export function HypothesisTable({ current }: { readonly current: CurrentDiagnosis }) {
  const { select } = useDiagnose().hypotheses;
  const { selected, rows: all } = current;
  const { ambiguity } = current.report;
  const list = useRef<HTMLUListElement>(null);
  const rows = useMemo(() => rankRows(all), [all]);
  const axis = useMemo(() => logAxisOf(rows.flatMap(distanceOf)), [rows]);
  const onKeyDown = (event: KeyboardEvent): void => {
    const at = rows.findIndex(({ key }) => key === selected);
    const last = rows.length - 1;
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: last }[event.key];
    const next = to === undefined ? undefined : rows[Math.max(0, Math.min(to, last))];
    if (next === undefined) return;
    select(next.key);
    // The list keeps the focus, so the browser does not scroll to the selected option.
    document.getElementById(optionId(next.key))?.scrollIntoView({ block: 'nearest' });
    event.preventDefault();
  };
  const ruledOut = rows.filter(({ fit }) => fit.kind === 'shape' || fit.kind === 'illegal').length;
  const illegal = rows.some(({ fit }) => fit.kind === 'illegal');
  return (
    <section class="hypotheses" aria-label="Hypotheses">
      <h2>
        Hypotheses{' '}
        <span class="dim">
          {formatInteger(rows.length - ruledOut)} compared, {formatInteger(ruledOut)} ruled out by shape
          {illegal ? ' or as invalid calls' : ''}; ranked by max |yours − hypothesis|
        </span>
      </h2>
      <header class="hypothesis-row hypothesis-head" aria-hidden="true">
        <span class="hypothesis-name">If your code did this</span>
        <span class="hypothesis-means">That means</span>
        <Ticks axis={axis} />
        <span class="hypothesis-max">max |Δ|</span>
        <span class="hypothesis-equal" title="Values that the hypothesis explains within rounding">
          values equal
        </span>
      </header>
      <ul
        ref={list}
        role="listbox"
        tabIndex={0}
        aria-label={`Hypotheses, ${formatInteger(rows.length)}, nearest to the output first`}
        aria-activedescendant={selected === null ? undefined : optionId(selected)}
        onKeyDown={onKeyDown}
      >
        {rows.map((row) => (
          <li
            key={row.key}
            id={optionId(row.key)}
            data-hypothesis={row.key}
            class={`hypothesis-row fit-${row.fit.kind}`}
            role="option"
            aria-selected={row.key === selected}
            onClick={() => {
              list.current?.focus();
              select(row.key);
            }}
          >
            <Icon name={icons[row.fit.kind]} />
            <span class="hypothesis-name">{row.title}</span>
            <span class="hypothesis-means">{row.means}</span>
            <Figures row={row} axis={axis} actual={current.actual.shape} />
          </li>
        ))}
      </ul>
      {ambiguity !== null && <p class="hypothesis-note">{ambiguity}</p>}
      <HypothesesFooter current={current} />
    </section>
  );
}

const icons: Readonly<Record<HypothesisRow['fit']['kind'], IconName>> = {
  match: 'pass',
  differs: 'close',
  shape: 'remove',
  illegal: 'remove',
};

function distanceOf({ fit }: HypothesisRow): readonly number[] {
  const known = fit.kind === 'match' || fit.kind === 'differs' ? fit.distance : null;
  return known === null ? [] : [known.maxAbs];
}

function Figures(props: { readonly row: HypothesisRow; readonly axis: LogAxis; readonly actual: Shape }) {
  const { fit } = props.row;
  if (fit.kind === 'shape') {
    return (
      <span class="hypothesis-why mono">
        <Unseen text="ruled out:" />
        {shapeMismatchText(fit.shape, props.actual)}
      </span>
    );
  }
  if (fit.kind === 'illegal') return <span class="hypothesis-why">not a valid call</span>;
  if (fit.distance === null) return <span class="hypothesis-why dim">does not match …</span>;
  return (
    <>
      <Dot share={props.axis.share(fit.distance.maxAbs)} />
      <span class="hypothesis-max mono">
        <Unseen text={`${fit.kind === 'match' ? 'matches' : 'does not match'}, max difference`} />
        {differenceText(fit.distance)}
      </span>
      <span class="hypothesis-equal mono">
        <Unseen text="values equal" />
        {equalText(fit.distance)}
      </span>
    </>
  );
}

/** A text for screen readers that names a figure as the table's head and the icons do. */
function Unseen({ text }: { readonly text: string }) {
  return <span class="visually-hidden"> {text} </span>;
}

/** A magnitude on the table's axis. */
function Dot({ share }: { readonly share: number }) {
  return (
    <span class="hypothesis-axis" aria-hidden="true">
      <span class="hypothesis-line" style={{ width: `${100 * share}%` }} />
      <span class={share === 0 ? 'hypothesis-dot none' : 'hypothesis-dot'} style={{ left: `${100 * share}%` }} />
    </span>
  );
}

function Ticks({ axis }: { readonly axis: LogAxis }) {
  return (
    <span class="hypothesis-axis mono">
      <span style={{ left: '0%' }}>0</span>
      {axis.ticks.map((exponent) => (
        <span key={exponent} style={{ left: `${100 * axis.share(10 ** exponent)}%` }}>
          {formatShort(10 ** exponent, 1)}
        </span>
      ))}
    </span>
  );
}
