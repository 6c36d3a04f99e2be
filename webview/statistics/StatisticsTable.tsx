import type { ComponentChildren } from 'preact';
import type { Extreme } from '../../src/engine/compare/comparison.ts';
import { outputAt } from '../../src/engine/provenance/offsets.ts';
import {
  formatIndex,
  formatInteger,
  formatShare,
  formatRatio,
  formatShort,
  formatUlp,
} from '../../src/scenario/text/format.ts';
import { isEmulated, profileOf } from '../../src/engine/precision/profiles.ts';
import { precisionName, shortFormat } from '../../src/scenario/text/precisionText.ts';
import { edited, type ToleranceEdit } from './toleranceEdit.ts';
import { TermLabel } from '../ui/TermLabel.tsx';
import type { TermId } from '../../src/scenario/text/explainedTerms.ts';
import { ToleranceRows } from './ToleranceRows.tsx';
import type { RunModel } from '../store/runModel.ts';
import { useSession } from '../store/useSession.ts';

/** Table of error statistics. A click on a largest value moves the cursor to its element. */
export function StatisticsTable({ run, gamma }: { readonly run: RunModel; readonly gamma: string }) {
  const { comparison, profile } = run.run;
  const emulated = isEmulated(profile);
  const units = emulated ? `${shortFormat[profileOf(profile).output.format]} ` : '';
  const { maxAbs, maxUlp, maxRel, maxBoundRatio, mismatches, total } = comparison;
  // Without finite elements there is no mean.
  const finite = (value: number): string => (comparison.compared === 0 ? '–' : formatShort(value));
  const p = (share: number): string => finite(comparison.quantiles.find((quantile) => quantile.p === share)?.abs ?? 0);
  return (
    <table class="statistics-table">
      <tbody>
        <ExtremeRow term="max-abs" name="max |Δ|" run={run} extreme={maxAbs} format={formatShort}>
          <ExtremeLink run={run} extreme={maxAbs} />
        </ExtremeRow>
        <Row term="mean-error" name="mean Δ" value={finite(comparison.meanSigned)}>
          <TermLabel term="rms">RMS</TermLabel> {finite(comparison.rms)}
        </Row>
        <Row term="median" name="median |Δ|" value={p(0.5)}>
          <TermLabel term="p99">p99</TermLabel> {p(0.99)}
        </Row>
        <ExtremeRow term="max-rel" name="max rel" run={run} extreme={maxRel} format={formatShort} />
        <ExtremeRow term="ulp" name={`max ${units}ULP`} run={run} extreme={maxUlp} format={formatUlp}>
          {isNearZero(run, maxUlp) ? <TermLabel term="near-zero">near-zero y</TermLabel> : null}
        </ExtremeRow>
        <ExtremeRow term="bound-ratio" name="max Δ ÷ bound" run={run} extreme={maxBoundRatio} format={formatRatio}>
          {emulated ? `of ${precisionName[profile]}` : <TermLabel term="gamma">{gamma}</TermLabel>}
        </ExtremeRow>
        <Row
          term="mismatches"
          name="mismatches"
          class="counts"
          value={`${formatInteger(mismatches.count)} / ${formatInteger(total)}`}
        >
          {total === 0 ? null : formatShare(mismatches.count, total)}
        </Row>
        <Tolerances run={run} />
      </tbody>
    </table>
  );
}

/** Shows the tolerances of a run, and edits those of the scenario. */
function Tolerances({ run }: { readonly run: RunModel }) {
  const { document, form } = useSession();
  const edit = (change: ToleranceEdit): void =>
    form.edit((scenario) => ({ ...scenario, tolerance: edited(scenario.tolerance, change) }));
  const { tolerance } = run.run.comparison;
  return <ToleranceRows tolerance={tolerance} disabled={document.isReadonly.value} change={edit} />;
}

interface RowProps {
  readonly term: TermId;
  readonly name: string;
  readonly class?: string;
  readonly value: string;
  readonly children?: ComponentChildren;
}

function Row({ term, name, value, class: className, children }: RowProps) {
  return (
    <tr class={className}>
      <th scope="row">
        <TermLabel term={term}>{name}</TermLabel>
      </th>
      <td class="number">
        <span>{value}</span>
      </td>
      <td class="aside">{children}</td>
    </tr>
  );
}

interface ExtremeRowProps {
  readonly term: TermId;
  readonly name: string;
  readonly run: RunModel;
  readonly extreme: Extreme | null;
  readonly format: (value: number) => string;
  readonly children?: ComponentChildren;
}

/** A row with a largest value; a click on the number moves the cursor to its element. */
function ExtremeRow({ term, name, run, extreme, format, children }: ExtremeRowProps) {
  return (
    <tr>
      <th scope="row">
        <TermLabel term={term}>{name}</TermLabel>
      </th>
      <td class="number">
        {extreme === null ? '–' : <Jump run={run} extreme={extreme} text={format(extreme.value)} />}
      </td>
      <td class="aside">{children}</td>
    </tr>
  );
}

/** Shows the index of an extreme as a link that moves the cursor to that element. */
export function ExtremeLink({ run, extreme }: { readonly run: RunModel; readonly extreme: Extreme | null }) {
  return extreme === null ? null : <Jump run={run} extreme={extreme} text={indexText(run, extreme)} />;
}

interface JumpProps {
  readonly run: RunModel;
  readonly extreme: Extreme;
  readonly text: string;
}

function Jump({ run, extreme, text }: JumpProps) {
  const { navigation } = useSession();
  return (
    <button
      type="button"
      class="link"
      title={`Go to ${indexText(run, extreme)}`}
      aria-label={`${text}: go to ${indexText(run, extreme)}`}
      onClick={() => navigation.moveTo(outputAt(run.geometry, extreme.at))}
    >
      {text}
    </button>
  );
}

function indexText({ geometry }: RunModel, { at }: Extreme): string {
  const { n, c, y, x } = outputAt(geometry, at);
  return formatIndex([n, c, y, x]);
}

/**
 * Returns true if cancellation explains a large ULP distance: at least 20 ULP at an output whose reference is below 100
 * times its bound.
 */
function isNearZero({ run, geometry, boundAt }: RunModel, extreme: Extreme | null): boolean {
  if (extreme === null || extreme.value < 20 || geometry.rows === 0) return false;
  const bound = boundAt(extreme.at);
  return Math.abs(run.reference.data[extreme.at] ?? 0) < 100 * bound;
}
