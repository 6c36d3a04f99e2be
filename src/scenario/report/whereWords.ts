import { assertNever } from '../../engine/core/assertNever.ts';
import type { Pair } from '../../engine/core/call.ts';
import type { ErrorPattern, OutputAxis, ErrorPlaces } from '../../engine/diagnose/where/whereWrong.ts';
import type { WrongIndices } from '../../engine/diagnose/where/wrongIndices.ts';
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
 * Says in sentences where the wrong elements are: "Rows 0–8 are right, the last 3 rows are wrong." Returns none if they
 * have nothing in common.
 */
export function whereSentences({ findings }: ErrorPlaces, words: AxisWords = outputWords): readonly string[] {
  return findings.map((finding) => sentenceOf(finding, words));
}

/** Returns true if at most half of the values are wrong. */
export function isScattered({ wrong, total }: Pick<ErrorPlaces, 'wrong' | 'total'>): boolean {
  return 2 * wrong <= total;
}

/** Returns a sentence for errors that have nothing in common. */
export function whereSummary(places: Pick<ErrorPlaces, 'wrong' | 'total'>): string {
  const { wrong, total } = places;
  if (wrong === total) return 'Every value is wrong.';
  return isScattered(places)
    ? `The wrong values are scattered, ${formatInteger(wrong)} of ${formatInteger(total)}: no images, channels, rows, columns, tiles or phases of the stride have them alone.`
    : 'The wrong values have no place in common.';
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
    case 'tiles': {
      const [rows, columns] = [placesText(words.row, finding.rows), placesText(words.column, finding.columns)];
      return finding.rows.kind === 'periodic' || finding.columns.kind === 'periodic'
        ? `All errors are where tiles meet: in ${rows}, or in ${columns}.`
        : `All errors are in ${rows} or in ${columns}.`;
    }
    case 'phases':
      return phasesSentence(finding.phases, finding.stride);
    case 'memory':
      return memorySentence(finding.size, finding.wrong);
    case 'relation':
      return relationSentence(finding);
    case 'values':
      return `The wrong values are unrelated to the right ones at their places, as values of memory that was never written would be: over ${formatInteger(finding.count)} of them the correlation is ${finding.correlation.toFixed(2).replace('-', '−')}.`;
    case 'elements':
      return `Only ${finding.indices.length} elements are wrong: ${finding.indices.map((index) => `(${index.join(', ')})`).join(', ')}.`;
    case 'not-finite':
      return notFiniteSentence(finding);
    default:
      return assertNever(finding, 'finding');
  }
}

function notFiniteSentence({ nan, infinite, of }: Extract<ErrorPattern, { readonly kind: 'not-finite' }>): string {
  const parts = [
    ...(nan > 0 ? [`${formatInteger(nan)} NaN`] : []),
    ...(infinite > 0 ? [`${formatInteger(infinite)} infinite`] : []),
  ];
  const isAll = nan + infinite === of && parts.length === 1;
  if (isAll && of === 1) return `The wrong value is ${nan > 0 ? 'NaN' : 'infinite'}.`;
  if (isAll) return `All ${formatInteger(of)} wrong values are ${nan > 0 ? 'NaN' : 'infinite'}.`;
  return `Of the ${formatInteger(of)} wrong values, ${parts.join(' and ')}.`;
}

function phasesSentence(phases: readonly Pair[], [sH, sW]: Pair): string {
  const isOne = phases.length === 1;
  const listed = phases.map(([y, x]) => `(${y}, ${x})`).join(', ');
  return `Only the phase${isOne ? '' : 's'} ${listed} of the stride ${isOne ? 'is' : 'are'} wrong: (row mod ${sH}, column mod ${sW}).`;
}

function memorySentence(size: number, wrong: WrongIndices): string {
  switch (wrong.kind) {
    case 'range': {
      const { from, to } = wrong;
      if (from === 0)
        return `In memory, only the first ${formatInteger(to + 1)} of ${formatInteger(size)} elements are wrong.`;
      if (to === size - 1)
        return `In memory, the first ${formatInteger(from)} elements are right, the last ${formatInteger(size - from)} are wrong.`;
      return `In memory, only elements ${formatInteger(from)}–${formatInteger(to)} are wrong, of ${formatInteger(size)}.`;
    }
    case 'periodic':
      return `In memory, only every ${ordinal(wrong.period)} element is wrong, from element ${wrong.offset} on.`;
    case 'list':
      return `In memory, only elements ${wrong.indices.join(', ')} are wrong, of ${formatInteger(size)}.`;
    default:
      return assertNever(wrong, 'indices');
  }
}

/** The most channels that a sentence lists. */
const mostNamed = 8;

function relationSentence({ relation, channels, of }: Extract<ErrorPattern, { readonly kind: 'relation' }>): string {
  const count = channels.length;
  const listed = channels.slice(0, mostNamed).join(', ') + (count > mostNamed ? ', …' : '');
  const subject = count === of && of > 1 ? 'Every channel' : count === 1 ? `Channel ${listed}` : `Channels ${listed}`;
  const isMany = count > 1 && count < of;
  return relation === 'other-weights'
    ? `${subject} ${isMany ? 'are' : 'is'} what this call gives with other weights: some kernels of this size and some bias give all ${isMany ? 'their' : 'its'} values.`
    : `${subject} ${isMany ? 'are' : 'is'} unrelated to this call: neither the input around an element nor a value of the right output explains ${isMany ? 'their' : 'its'} values.`;
}

/** Names wrong indices within a sentence: "2 of every 8 rows from row 7 on", "rows 3–5", "row 4". */
function placesText(axis: string, wrong: WrongIndices): string {
  switch (wrong.kind) {
    case 'range':
      return wrong.from === wrong.to ? `${axis} ${wrong.from}` : `${axis}s ${wrong.from}–${wrong.to}`;
    case 'periodic': {
      const { period, offset, width } = wrong;
      return width === 1
        ? `every ${ordinal(period)} ${axis} from ${axis} ${offset} on`
        : `${width} of every ${period} ${axis}s from ${axis} ${offset} on`;
    }
    case 'list':
      return `${axis}s ${wrong.indices.join(', ')}`;
    default:
      return assertNever(wrong, 'indices');
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
      return `Only ${placesText(axis, wrong)} ${are(count)} wrong, of ${formatInteger(size)}.`;
    }
    case 'periodic': {
      const { period, offset, width } = wrong;
      if (period === 2) return `Only ${offset === 0 ? 'even' : 'odd'} ${axis}s are wrong.`;
      if (width === 1) return `Only every ${ordinal(period)} ${axis} is wrong, from ${axis} ${offset} on.`;
      return `Only ${width} of every ${period} ${axis}s are wrong, from ${axis} ${offset} on.`;
    }
    case 'list':
      return `Only ${placesText(axis, wrong)} are wrong, of ${formatInteger(size)}.`;
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
