import { numberOf, subtracted, symbolFormula } from '../../dialects/formula.ts';
import type { Abstract, Dimensions, ListValue, TensorValue } from './abstract.ts';
import { assume, assumedOf, none } from './make.ts';
import { isSame } from './operators.ts';

/** More options of one value are not told apart. */
const mostOptions = 6;

/** The value that defaults select, and why. */
export interface Preference {
  readonly index: 0 | 1;
  /** Such as "bilinear is True by default". */
  readonly because: string;
}

/**
 * Returns the value of which it is not known whether it is `left` or `right`. `preferred` is the one that
 * defaults select, null if nothing does; `source` names the value if nothing is known of it.
 */
export function join(left: Abstract, right: Abstract, preferred: Preference | null, source: string): Abstract {
  if (left === right) return left;
  if (left.kind === 'tensor' && right.kind === 'tensor') return joinTensors(left, right, preferred);
  if (left.kind === 'list' && right.kind === 'list' && left.isTuple === right.isTuple)
    return joinLists(left, right, preferred, source);
  if (isScalar(left) && isScalar(right)) {
    if (isSame(left, right) === true) return assumedOf(left) === undefined ? right : left;
    if (preferred !== null) return assume(preferred.index === 0 ? left : right, preferred.because);
    return { kind: 'unknown', source };
  }
  const options = [left, right].flatMap((value) => (value.kind === 'choice' ? value.options : [value]));
  const distinct = options.filter((option, index) => options.indexOf(option) === index);
  if (distinct.length > mostOptions) return { kind: 'unknown', source };
  const meant = preferred === null ? null : preferred.index === 0 ? left : right;
  const first = meant?.kind === 'choice' ? meant.options[meant.primary ?? 0] : meant;
  const index = first === null || first === undefined ? -1 : distinct.indexOf(first);
  return { kind: 'choice', options: distinct, primary: index < 0 ? null : index, assumed: preferred?.because };
}

function isScalar({ kind }: Abstract): boolean {
  return ['size', 'float', 'boolean', 'text', 'none', 'unknown'].includes(kind);
}

/** Joins tensors: an axis whose sizes differ gets a letter that says so. */
function joinTensors(left: TensorValue, right: TensorValue, preferred: Preference | null): TensorValue {
  const meant = preferred?.index === 1 ? right : left;
  const rest = meant === left ? right : left;
  const others = rest.made.filter((each) => !meant.made.some(({ application }) => application === each.application));
  const isGuess = preferred !== null;
  const made = [...meant.made, ...(isGuess ? guessed(others) : others)];
  if (isGuess) return { ...meant, made };
  return { ...left, shape: joinShapes(left.shape, right.shape), origin: left.origin ?? right.origin, made };
}

/** Returns the makers of a tensor as those of a branch that the code may not take. */
export function guessed(made: TensorValue['made']): TensorValue['made'] {
  return made.map((each) => ({ ...each, isGuess: true }));
}

function joinShapes(left: Dimensions, right: Dimensions): Dimensions {
  if (left?.length !== right?.length) return null;
  return (
    left?.map((size, axis) => {
      const other = right?.[axis] ?? size;
      return numberOf(subtracted(size, other)) === 0 ? size : symbolFormula('?');
    }) ?? null
  );
}

/** Joins lists entry by entry; an entry that only one of them has may be left out. */
function joinLists(left: ListValue, right: ListValue, preferred: Preference | null, source: string): ListValue {
  const [short, long] = left.items.length <= right.items.length ? [left, right] : [right, left];
  const items: Abstract[] = [];
  let at = 0;
  for (const item of long.items) {
    const other = short.items[at];
    const isOptional = other !== item && long.items.length - items.length > short.items.length - at;
    if (isOptional || other === undefined) {
      const isLeft = long === left;
      items.push({
        kind: 'choice',
        options: [item, none],
        primary: preferred === null ? null : (preferred.index === 0) === isLeft ? 0 : 1,
      });
      continue;
    }
    items.push(
      other === item ? item : join(left.items[at] ?? item, right.items[at] ?? item, preferred, `${source}[${at}]`),
    );
    at += 1;
  }
  return { kind: 'list', items, isTuple: left.isTuple, isOpen: left.isOpen || right.isOpen };
}
