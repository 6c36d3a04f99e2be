import { shapeText } from '../../engine/core/tensor.ts';
import type { ErrorReport, RunReport } from '../../scenario/report/runReport.ts';
import { formatIndex, formatInteger, formatRatio, formatShort, formatUlp } from '../../scenario/text/format.ts';
import { boundTitle } from '../../scenario/text/precisionText.ts';

/** A row of a report's table: a name and its value. */
export type FactRow = readonly [name: string, value: string];

/** Returns the parameters of a run under PyTorch's names, then its precision and formulation. */
export function parameterRows({ parameters, dtype, formulation }: RunReport): readonly FactRow[] {
  const named = Object.entries(parameters).map(([name, value]): FactRow => {
    return [name, typeof value === 'number' ? String(value) : shapeText(value)];
  });
  return [...named, ['dtype', dtype], ['formulation', formulation]];
}

/** Returns the numbers of a comparison with the reference; without those that do not exist. */
export function errorRows(error: ErrorReport): readonly FactRow[] {
  const { maxAbs, maxAbsAt, maxUlp, ulp, boundRatio, bound, mismatches, total, rtol, atol, nonFinite } = error;
  const place = maxAbsAt === null || maxAbs === 0 ? '' : ` at ${formatIndex(maxAbsAt)}`;
  return [
    ...row('largest |Δ|', maxAbs, (value) => `${formatShort(value)}${place}`),
    ...row('RMS of Δ', maxAbs === null ? null : error.rms, formatShort),
    ...row('largest ULP', maxUlp, (value) => `${formatUlp(value)} of ${ulp}`),
    ...row(`largest |Δ| ÷ ${bound === null ? 'bound' : boundTitle(bound)}`, boundRatio, formatRatio),
    [
      'mismatches',
      `${formatInteger(mismatches)} of ${formatInteger(total)} (rtol ${formatShort(rtol)}, atol ${formatShort(atol)})`,
    ],
    ...(nonFinite.unmatched === 0
      ? []
      : [['non-finite', `${formatInteger(nonFinite.unmatched)} not as in the reference`] as const]),
  ];
}

function row(name: string, value: number | null, text: (value: number) => string): readonly FactRow[] {
  return value === null ? [] : [[name, text(value)]];
}
