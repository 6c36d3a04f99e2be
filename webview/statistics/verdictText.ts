import { assertNever } from '../../src/engine/core/assertNever.ts';
import type { Comparison } from '../../src/engine/compare/comparison.ts';
import { formats } from '../../src/engine/rounding/formats.ts';
import { isEmulated, type ProfileId, profileOf } from '../../src/engine/precision/profiles.ts';
import { formatInteger, formatPercent, formatRatio, formatShort } from '../../src/scenario/text/format.ts';
import { boundTitle } from '../../src/scenario/text/precisionText.ts';

/**
 * Justifies a verdict in one or two sentences. `bound` is the rounding bound of the elements with the most roundings,
 * as `gammaOf` writes it.
 */
export function verdictDetail(comparison: Comparison, profile: ProfileId, bound: string): string {
  const { verdict, maxBoundRatio } = comparison;
  switch (verdict) {
    case 'exact':
      return exactDetail(comparison);
    case 'rounding': {
      const used = maxBoundRatio?.value ?? 0;
      const share = formatPercent(used, used < 0.01 ? 2 : 1);
      return `Every error is within the ${boundTitle(profile)}${isEmulated(profile) ? ':' : ''} ${bound}; the worst uses ${share} of it.`;
    }
    case 'close':
      return 'Every difference is within rtol and atol.';
    case 'mismatch':
      return `The worst is ${times(maxBoundRatio?.value ?? 0)} the ${boundTitle(profile)}.`;
    case 'non-finite':
      return `Excluded from the colour scale, histogram and statistics. Press F8 to step through them.${rangeNote(profile)}`;
    default:
      return assertNever(verdict, 'verdict');
  }
}

/** Explains that float16 results become infinite early; empty for other formats. */
function rangeNote(profile: ProfileId): string {
  const { format } = profileOf(profile).output;
  if (format !== 'float16') return '';
  return ` The largest finite float16 value is ${formatInteger(formats[format].largest)}; larger results become infinite.`;
}

function exactDetail({ total, compared }: Comparison): string {
  if (total === 0) return 'The output has no elements.';
  if (compared < total) return 'Every output equals the reference, NaN and infinities included.';
  return 'Every output equals the float64 reference: no rounding happened.';
}

function times(ratio: number): string {
  if (ratio === Infinity) return 'infinitely many times';
  if (ratio >= 1e6) return `${formatShort(ratio / 1e6, 2)} million times`;
  return `${ratio >= 1000 ? formatInteger(ratio) : formatRatio(ratio)} times`;
}
