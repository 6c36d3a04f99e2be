import { assertNever } from '../../engine/core/assertNever.ts';
import type { ErrorPattern, OutputAxis, ErrorPlaces, WrongIndices } from '../../engine/diagnose/where/whereWrong.ts';
import { formatInteger } from '../text/format.ts';

/** What the entries of the axes are called: in the singular; the plural has an "s". */
export type AxisWords = Readonly<Record<OutputAxis, string>>;

const outputWords: AxisWords = { image: 'image', channel: 'channel', row: 'row', column: 'column' };
/** The words for a weight's gradient, (Cin, Cout/groups, kH, kW). */
export const weightWords: AxisWords = {
  image: 'input channel',
  channel: 'output channel',
  row: 'kernel row',
  column: 'kernel column',
};

/**
 * Says in sentences where the wrong elements are: "Only columns 1, 3, 5, … (every 2nd) are wrong." Returns none if they
 * have nothing in common.
 */
export function whereSentences({ findings }: ErrorPlaces, words: AxisWords = outputWords): readonly string[] {
  return findings.map((finding) => sentenceOf(finding, words));
}

function sentenceOf(finding: ErrorPattern, words: AxisWords): string {
  switch (finding.kind) {
    case 'axis':
      return axisSentence(words[finding.axis], finding.size, finding.wrong);
    case 'groups':
      return `Only group${finding.groups.length === 1 ? '' : 's'} ${finding.groups.join(', ')} of ${finding.of} ${are(finding.groups.length)} wrong.`;
    case 'border': {
      const { within, side } = finding;
      if (side === 'any') return `All errors are within ${within} of the border.`;
      const which = side === 'end' ? 'last' : 'first';
      return `All errors are in the ${counted(which, within, words.row)} and the ${counted(which, within, words.column)}.`;
    }
    case 'phases': {
      const listed = finding.phases.map(([y, x]) => `(${y}, ${x})`).join(', ');
      return `Only the elements whose row and column leave ${listed} when divided by the stride (${finding.stride.join(', ')}) are wrong.`;
    }
    default:
      return assertNever(finding, 'finding');
  }
}

function axisSentence(axis: string, size: number, wrong: WrongIndices): string {
  switch (wrong.kind) {
    case 'range': {
      const { from, to } = wrong;
      const count = to - from + 1;
      if (from === 0)
        return `${rangeText(axis, count, size - 1)} right, the ${counted('first', count, axis)} ${are(count)} wrong.`;
      if (to === size - 1)
        return `${rangeText(axis, 0, from - 1)} right, the ${counted('last', count, axis)} ${are(count)} wrong.`;
      return `Only ${count === 1 ? `${axis} ${from} is` : `${axis}s ${from}–${to} are`} wrong, of ${formatInteger(size)}.`;
    }
    case 'periodic': {
      const { period, offset } = wrong;
      if (period === 2) return `Only ${offset === 0 ? 'even' : 'odd'} ${axis}s are wrong.`;
      return `Only every ${ordinal(period)} ${axis} is wrong, from ${axis} ${offset} on.`;
    }
    case 'list':
      return `Only ${axis}s ${wrong.indices.join(', ')} are wrong, of ${formatInteger(size)}.`;
    default:
      return assertNever(wrong, 'indices');
  }
}

const are = (count: number): string => (count === 1 ? 'is' : 'are');

/** Returns "Rows 0–8 are", "Channel 1 is". */
function rangeText(axis: string, from: number, to: number): string {
  const name = from === to ? axis : `${axis}s`;
  const capital = name.charAt(0).toUpperCase() + name.slice(1);
  return from === to ? `${capital} ${from} is` : `${capital} ${from}–${to} are`;
}

/** Returns "last 3 rows", "first column". */
function counted(which: 'first' | 'last', count: number, axis: string): string {
  return count === 1 ? `${which} ${axis}` : `${which} ${count} ${axis}s`;
}

function ordinal(number: number): string {
  const last = number % 100 >= 11 && number % 100 <= 13 ? 0 : number % 10;
  return `${number}${['th', 'st', 'nd', 'rd'][last] ?? 'th'}`;
}

const shades = ['·', '░', '▒', '▓', '█'];

/** Returns the grid as lines of characters, from "·" for a cell without errors to "█" for one that is all wrong. */
export function wherePicture({ grid }: ErrorPlaces): readonly string[] {
  return grid.map((row) =>
    row.map((share) => shades[share === 0 ? 0 : Math.min(4, 1 + Math.floor(share * 3.999))]).join(''),
  );
}
