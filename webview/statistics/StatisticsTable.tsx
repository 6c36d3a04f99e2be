import type { ComponentChildren } from 'preact';
import type { Extreme } from '../../src/engine/compare/comparison.ts';
import { outputAt } from '../../src/engine/provenance/offsets.ts';
import {
  formatExponent,
  formatIndex,
  formatInteger,
  formatPercent,
  formatRatio,
  formatShort,
  formatUlp,
} from '../../src/scenario/text/format.ts';
import { isEmulated, profileOf } from '../../src/engine/precision/profiles.ts';
import { precisionName, shortFormat } from '../../src/scenario/text/precisionText.ts';
import { Tolerances } from './Tolerances.tsx';
import type { RunModel } from '../store/runModel.ts';
import { useSession } from '../store/useSession.ts';

/** The numbers under the error map: every one with the place it was found, one click away. */
export function StatisticsTable({ run, gamma }: { readonly run: RunModel; readonly gamma: string }) {
  const { comparison, profile } = run.run;
  const emulated = isEmulated(profile);
  const units = emulated ? `${shortFormat[profileOf(profile).output.format]} ` : '';
  const { maxAbs, maxUlp, maxRel, maxBoundRatio, mismatches, total } = comparison;
  // Without a finite element there is nothing to take a mean of.
  const finite = (value: number): string => (comparison.compared === 0 ? '–' : formatExponent(value));
  const p = (share: number): string => finite(comparison.quantiles.find((quantile) => quantile.p === share)?.abs ?? 0);
  return (
    <table class="statistics-table">
      <tbody>
        <ExtremeRow name="max |Δ|" run={run} extreme={maxAbs} format={formatExponent}>
          <ExtremeLink run={run} extreme={maxAbs} />
        </ExtremeRow>
        <Row name="mean Δ" value={finite(comparison.meanSigned)}>
          RMS {finite(comparison.rms)}
        </Row>
        <Row name="median |Δ|" value={p(0.5)}>
          p99 {p(0.99)}
        </Row>
        <ExtremeRow name="max rel" run={run} extreme={maxRel} format={formatShort} />
        <ExtremeRow name={`max ${units}ULP`} run={run} extreme={maxUlp} format={formatUlp}>
          {isNearZero(run, maxUlp) ? 'near-zero y' : null}
        </ExtremeRow>
        <ExtremeRow name="max Δ ÷ bound" run={run} extreme={maxBoundRatio} format={formatRatio}>
          {emulated ? `of ${precisionName[profile]}` : gamma}
        </ExtremeRow>
        <Row name="mismatches" class="counts" value={`${formatInteger(mismatches.count)} / ${formatInteger(total)}`}>
          {total === 0 ? null : formatPercent(mismatches.count / total, 1)}
        </Row>
        <Tolerances run={run} />
      </tbody>
    </table>
  );
}

interface RowProps {
  readonly name: string;
  readonly class?: string;
  readonly value: string;
  readonly children?: ComponentChildren;
}

function Row({ name, value, class: className, children }: RowProps) {
  return (
    <tr class={className}>
      <th scope="row">{name}</th>
      <td class="number">
        <span>{value}</span>
      </td>
      <td class="aside">{children}</td>
    </tr>
  );
}

interface ExtremeRowProps {
  readonly name: string;
  readonly run: RunModel;
  readonly extreme: Extreme | null;
  readonly format: (value: number) => string;
  readonly children?: ComponentChildren;
}

/** A largest value: the number itself leads to where it was found. */
function ExtremeRow({ name, run, extreme, format, children }: ExtremeRowProps) {
  return (
    <tr>
      <th scope="row">{name}</th>
      <td class="number">
        {extreme === null ? '–' : <Jump run={run} extreme={extreme} text={format(extreme.value)} />}
      </td>
      <td class="aside">{children}</td>
    </tr>
  );
}

/** The index of an extreme as a link that moves the cursor there. */
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

/** Many ULP at an output far smaller than its terms are cancellation, not a fault: say so where it explains the number. */
function isNearZero({ run, geometry, boundAt }: RunModel, extreme: Extreme | null): boolean {
  if (extreme === null || extreme.value < 20 || geometry.rows === 0) return false;
  const bound = boundAt(extreme.at);
  return Math.abs(run.reference.data[extreme.at] ?? 0) < 100 * bound;
}
