import type { ComponentChildren } from 'preact';
import type { Extreme } from '../../src/engine/compare/comparison.ts';
import { indexAt } from '../../src/engine/core/flatIndex.ts';
import { formatIndex, formatInteger, formatShare, formatShort, formatUlp } from '../../src/scenario/text/format.ts';
import { shownNumber } from '../viewer/cellWords.ts';
import { TermLabel } from '../ui/TermLabel.tsx';
import type { TermId } from '../../src/scenario/text/explainedTerms.ts';
import { compareVerdict } from './compareVerdict.ts';
import { ToleranceRows } from '../statistics/ToleranceRows.tsx';
import { VerdictFrame } from '../ui/VerdictFrame.tsx';
import type { Shape } from '../../src/engine/core/tensor.ts';
import type { PairComparison } from '../../src/protocol/tensorMessages.ts';
import { useComparison } from './comparisonState.ts';

interface Compared {
  readonly compared: PairComparison;
  readonly shape: Shape;
}

/** The verdict on the two tensors, and the statistics of their difference. */
export function CompareStatistics({ compared, shape }: Compared) {
  const { changeTolerance, goToMismatch } = useComparison();
  const { comparison, ulp } = compared;
  const { maxAbs, maxRel, maxUlp, mismatches, total, quantiles, tolerance } = comparison;
  const finite = (value: number): string => (comparison.compared === 0 ? '–' : formatShort(value));
  const p = (share: number): string => {
    const quantile = quantiles.find((each) => each.p === share);
    return quantile === undefined ? '–' : finite(quantile.abs);
  };
  const { words, detail, icon, tone } = compareVerdict(comparison);
  return (
    <section class="statistics compare-statistics" aria-label="Statistics">
      <div>
        <VerdictFrame tone={tone} icon={icon} words={words} detail={detail} />
        <p class="compare-steps">
          <button type="button" class="button secondary" onClick={() => void goToMismatch(-1)}>
            Previous <kbd>Shift+F8</kbd>
          </button>
          <button type="button" class="button" onClick={() => void goToMismatch(1)}>
            {mismatches.count > 0 ? 'Next mismatch' : 'Next largest'} <kbd>F8</kbd>
          </button>
        </p>
      </div>
      <table class="statistics-table">
        <tbody>
          <Row term="max-abs" name="max |Δ|" value={<Jump shape={shape} extreme={maxAbs} format={formatShort} />}>
            {maxAbs === null ? null : formatIndex(indexAt(shape, maxAbs.at))}
          </Row>
          <Row term="mean-error" name="mean Δ" value={finite(comparison.meanSigned)}>
            <TermLabel term="rms">RMS</TermLabel> {finite(comparison.rms)}
          </Row>
          <Row term="median" name="median |Δ|" value={p(0.5)}>
            <TermLabel term="p99">p99</TermLabel> {p(0.99)}
          </Row>
          <Row term="max-rel" name="max rel" value={<Jump shape={shape} extreme={maxRel} format={formatShort} />} />
          <Row term="ulp" name="max ULP" value={<Jump shape={shape} extreme={maxUlp} format={formatUlp} />}>
            {ulp === null || maxUlp === null ? null : `of ${ulp}`}
          </Row>
          <Row
            term="mismatches"
            name="mismatches"
            value={`${formatInteger(mismatches.count)} / ${formatInteger(total)}`}
          >
            {total === 0 ? null : formatShare(mismatches.count, total)}
          </Row>
          <ToleranceRows tolerance={tolerance} change={changeTolerance} />
        </tbody>
      </table>
      <Worst compared={compared} shape={shape} />
    </section>
  );
}

function Row(props: {
  readonly term: TermId;
  readonly name: string;
  readonly value: ComponentChildren;
  readonly children?: ComponentChildren;
}) {
  return (
    <tr>
      <th scope="row">
        <TermLabel term={props.term}>{props.name}</TermLabel>
      </th>
      <td class="number">{props.value}</td>
      <td class="aside">{props.children}</td>
    </tr>
  );
}

/** A largest value as a button that moves the cursor to its element. */
function Jump(props: {
  readonly shape: Shape;
  readonly extreme: Extreme | null;
  readonly format: (value: number) => string;
}) {
  const { goToIndex } = useComparison();
  const { shape, extreme, format } = props;
  if (extreme === null) return '–';
  const index = indexAt(shape, extreme.at);
  return (
    <button
      type="button"
      class="link"
      aria-label={`${format(extreme.value)}: go to ${formatIndex(index)}`}
      onClick={() => goToIndex(shape, index)}
    >
      {format(extreme.value)}
    </button>
  );
}

/** A table of the largest differences. */
function Worst({ compared, shape }: Compared) {
  const { comparison, worstValues } = compared;
  const { current } = useComparison();
  const { a, b } = current.value ?? {};
  const worst = comparison.worst.filter(({ value }) => value > 0);
  if (worst.length === 0) return null;
  return (
    <div class="worst">
      <table>
        <caption>Largest differences</caption>
        <thead>
          <tr>
            <th scope="col">at</th>
            <th scope="col">A</th>
            <th scope="col">B</th>
            <th scope="col">|Δ|</th>
          </tr>
        </thead>
        <tbody>
          {worst.map((extreme, i) => (
            <tr key={extreme.at}>
              <td>
                <Jump shape={shape} extreme={extreme} format={() => formatIndex(indexAt(shape, extreme.at))} />
              </td>
              <td class="number">{shownNumber(worstValues[i]?.[0] ?? NaN, a?.tensor.dtype ?? 'float64')}</td>
              <td class="number">{shownNumber(worstValues[i]?.[1] ?? NaN, b?.tensor.dtype ?? 'float64')}</td>
              <td class="number">{formatShort(extreme.value)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
