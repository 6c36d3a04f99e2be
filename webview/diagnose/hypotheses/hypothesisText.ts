import type { Distance } from '../../../src/engine/diagnose/search/measure.ts';
import { noMistake, type ChangeWords } from '../../../src/engine/diagnose/model/hypothesis.ts';
import { isSameShape, type Shape } from '../../../src/engine/core/tensor.ts';
import type { HypothesisRow } from '../../../src/scenario/report/hypothesisRow.ts';
import { formatInteger, formatPercent, formatShape, formatShort } from '../../../src/scenario/text/format.ts';
import { type DiagnosisTitle, matchTitle } from '../diagnosisText.ts';

/** Largest difference: "4.35"; of a sample the whole's is that or more: "≥ 4.35". */
export function differenceText({ maxAbs, compared, total }: Pick<Distance, 'maxAbs' | 'compared' | 'total'>): string {
  if (maxAbs === Infinity) return 'not finite';
  const size = maxAbs === 0 ? '0' : formatShort(maxAbs);
  return compared < total ? `≥ ${size}` : size;
}

/** Share of elements that are explained: "25%". Never 100% or 0% by rounding. */
export function equalText({ equal, compared }: Pick<Distance, 'equal' | 'compared'>): string {
  if (equal === compared) return '100%';
  if (equal === 0) return '0%';
  const share = equal / compared;
  if (share < 0.01) return '<1%';
  return share > 0.99 ? '>99%' : formatPercent(share);
}

/** "shape 11 × 11 ≠ 12 × 12": the planes where they differ, else the shapes as a whole. */
export function shapeText(shape: Shape, actual: Shape): string {
  const [own, other] = [shape.slice(-2), actual.slice(-2)];
  const planes = isSameShape(shape.slice(0, -2), actual.slice(0, -2)) && !isSameShape(own, other);
  if (!planes) return `shape ${formatShape(shape)} ≠ ${formatShape(actual)}`;
  return `shape ${own.join(' × ')} ≠ ${other.join(' × ')}`;
}

/** How well a hypothesis reproduces the output. */
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
        words: 'Another shape',
        icon: 'close',
        tone: 'failed',
        detail: `It makes ${formatShape(fit.shape)}, and this output is ${formatShape(actual)}.`,
      };
    case 'illegal':
      return {
        words: 'Not a legal call',
        icon: 'close',
        tone: 'failed',
        detail: 'With these sizes it computes nothing.',
      };
    default: {
      const never: never = fit;
      return never;
    }
  }
}

function differsText(distance: Distance | null): string {
  if (distance === null) return 'Some element differs; how far is not measured yet.';
  const { maxAbs, equal, compared, total } = distance;
  const of =
    compared < total
      ? `${formatInteger(compared)} elements that were looked at, of ${formatInteger(total)}`
      : `${formatInteger(total)} elements`;
  const count = `in ${formatInteger(compared - equal)} of the ${of}`;
  return maxAbs === Infinity
    ? `What is NaN or infinite differs. Beyond rounding the output differs ${count}.`
    : `Beyond rounding the output differs ${count}, by ${formatShort(maxAbs)} at most${compared < total ? ' among those' : ''}.`;
}

/** One side of a change: "(2, 1)", "0.5", "none". Of a longer list the start. */
export function sideText(side: ChangeWords['yours']): string {
  if (typeof side === 'string') return side;
  const shown = side
    .slice(0, most)
    .map((value) => (Number.isInteger(value) ? String(value).replace('-', '−') : formatShort(value)));
  if (side.length === 1) return shown[0] ?? '';
  return `(${shown.join(', ')}${side.length > most ? ', …' : ''})`;
}

/** Entries of a list that are written out. */
const most = 8;

/** The page of a bug report: "google/flax#3137" is one on GitHub; null of any other source. */
export function linkOf(source: string): string | null {
  const found = /^([\w.-]+\/[\w.-]+)#(\d+)$/.exec(source);
  return found === null ? null : `https://github.com/${found[1] ?? ''}/issues/${found[2] ?? ''}`;
}

/** What became of the search for pairs. */
export function pairsText(found: number): string {
  if (found === 0) return 'No pair of the other mistakes makes this output.';
  return found === 1
    ? 'One pair of mistakes makes this output as well.'
    : `${found} pairs of mistakes make this output as well.`;
}
