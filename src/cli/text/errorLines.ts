import { profileOf } from '../../engine/precision/profiles.ts';
import { formatIndex, formatInteger, formatRatio, formatShort, formatUlp } from '../../scenario/text/format.ts';
import type { ErrorReport } from '../../scenario/report/runReport.ts';

type Line = readonly [label: string, value: string];

/** Returns the numbers of an error report as lines of text. */
export function errorLines(error: ErrorReport): readonly string[] {
  const { maxAbs, maxAbsAt, maxRel, maxUlp, boundRatio, nonFinite } = error;
  const lines: readonly Line[] = [
    ...numberLine('max |Δ|', maxAbs, formatShort, maxAbsAt),
    ...numberLine('mean Δ', maxAbs === null ? null : error.meanSigned, formatShort),
    ...numberLine('RMS Δ', maxAbs === null ? null : error.rms, formatShort),
    ...numberLine('max relative', maxRel, formatShort),
    ...numberLine('max ULP', maxUlp, (value) => `${formatUlp(value)} of ${error.ulp}`),
    ...numberLine('max Δ ÷ bound', boundRatio, (value) => `${formatRatio(value)} of ${boundName(error)}`),
    [
      'mismatches',
      `${formatInteger(error.mismatches)} / ${formatInteger(error.total)}` +
        ` (rtol ${formatShort(error.rtol)}, atol ${formatShort(error.atol)})`,
    ],
    ...(nonFinite.unmatched === 0
      ? []
      : [['non-finite', `${formatInteger(nonFinite.unmatched)} not matched by the other side`] as const]),
  ];
  return lines.map(([label, value]) => `${label.padEnd(14)} ${value}`);
}

/** Returns the name of the precision whose rounding the bound allows. */
function boundName({ bound }: ErrorReport): string {
  return bound === null ? 'none' : profileOf(bound).title;
}

function numberLine(
  label: string,
  value: number | null,
  format: (value: number) => string,
  at: readonly number[] | null = null,
): readonly Line[] {
  if (value === null) return [];
  const place = at === null || value === 0 ? '' : ` at ${formatIndex(at)}`;
  return [[label, (overflow(value) ?? format(value)) + place]];
}

/**
 * Returns a text such as "at least 1.79e308" for an error that overflowed, which a report stores as ±the largest
 * double. Returns null for any other number.
 */
function overflow(value: number): string | null {
  if (Math.abs(value) < Number.MAX_VALUE) return null;
  return value > 0 ? 'at least 1.79e308' : 'at most −1.79e308';
}
