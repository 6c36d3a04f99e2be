import type { Distance } from '../../../src/engine/diagnose/search/measure.ts';
import { noMistake, type ChangeWords } from '../../../src/engine/diagnose/model/hypothesis.ts';
import { assertNever } from '../../../src/engine/core/assertNever.ts';
import { isSameShape, type Shape } from '../../../src/engine/core/tensor.ts';
import type { HypothesisRow } from '../../../src/scenario/report/hypothesisRow.ts';
import { formatInteger, formatPercent, formatShape, formatShort } from '../../../src/scenario/text/format.ts';
import { type DiagnosisTitle, matchTitle } from '../diagnosisText.ts';

/** Returns the largest difference: "4.35"; "≥ 4.35" if only a sample was compared. */
export function differenceText({ maxAbs, compared, total }: Pick<Distance, 'maxAbs' | 'compared' | 'total'>): string {
  if (maxAbs === Infinity) return 'not finite';
  const size = maxAbs === 0 ? '0' : formatShort(maxAbs);
  return compared < total ? `≥ ${size}` : size;
}

/** Returns the share of explained elements: "25%". It is never rounded to 100% or 0%. */
export function equalText({ equal, compared }: Pick<Distance, 'equal' | 'compared'>): string {
  if (equal === compared) return '100%';
  if (equal === 0) return '0%';
  const share = equal / compared;
  if (share < 0.01) return '<1%';
  return share > 0.99 ? '>99%' : formatPercent(share);
}

/** Returns "shape 11 × 11 ≠ 12 × 12" if only the planes differ, and otherwise the whole shapes. */
export function shapeMismatchText(shape: Shape, actual: Shape): string {
  const [own, other] = [shape.slice(-2), actual.slice(-2)];
  const planes = isSameShape(shape.slice(0, -2), actual.slice(0, -2)) && !isSameShape(own, other);
  if (!planes) return `shape ${formatShape(shape)} ≠ ${formatShape(actual)}`;
  return `shape ${own.join(' × ')} ≠ ${other.join(' × ')}`;
}

/** Says how well a hypothesis reproduces the output. */
export function fitTitle({ key, fit }: HypothesisRow, actual: Shape): DiagnosisTitle {
  switch (fit.kind) {
    case 'match':
      return matchTitle(fit.distance, fit.distance.total);
    case 'differs': {
      const words = key === noMistake ? 'Not rounding' : 'Does not match';
      return { words, icon: 'close', tone: 'failed', detail: differsText(fit.distance) };
    }
    case 'shape':
      return {
        words: 'Different shape',
        icon: 'close',
        tone: 'failed',
        detail: `This hypothesis gives the shape ${formatShape(fit.shape)}; the output has ${formatShape(actual)}.`,
      };
    case 'illegal':
      return {
        words: 'Not a valid call',
        icon: 'close',
        tone: 'failed',
        detail: 'No output can be computed with these sizes.',
      };
    default:
      return assertNever(fit, 'fit');
  }
}

function differsText(distance: Distance | null): string {
  if (distance === null) return 'At least one element differs; the distance has not been measured yet.';
  const { maxAbs, equal, compared, total } = distance;
  const elements =
    compared < total
      ? `the ${formatInteger(compared)} compared elements (of ${formatInteger(total)})`
      : `${formatInteger(total)} elements`;
  const count = `${formatInteger(compared - equal)} of ${elements} differ by more than rounding`;
  return maxAbs === Infinity
    ? `${count}. At least one of them is NaN or infinite in one of the outputs.`
    : `${count} (max ${formatShort(maxAbs)}).`;
}

/** Returns one side of a change: "(2, 1)", "0.5", "none"; only the first entries of a long list. */
export function sideText(side: ChangeWords['yours']): string {
  if (typeof side === 'string') return side;
  const numbers = side
    .slice(0, mostEntries)
    .map((value) => (Number.isInteger(value) ? String(value).replace('-', '−') : formatShort(value)));
  if (side.length === 1) return numbers[0] ?? '';
  return `(${numbers.join(', ')}${side.length > mostEntries ? ', …' : ''})`;
}

/** Most entries of a list that are written out. */
const mostEntries = 8;

/** Returns the URL of a GitHub issue such as "google/flax#3137"; null for any other source. */
export function linkOf(source: string): string | null {
  const found = /^([\w.-]+\/[\w.-]+)#(\d+)$/.exec(source);
  return found === null ? null : `https://github.com/${found[1] ?? ''}/issues/${found[2] ?? ''}`;
}

/** Returns the outcome of the search for pairs. */
export function pairsText(found: number): string {
  if (found === 0) return 'No pair of the other mistakes explains this output.';
  return found === 1
    ? 'One pair of mistakes also explains this output.'
    : `${found} pairs of mistakes also explain this output.`;
}
