import { numberOf, subtracted } from '../../dialects/formula.ts';
import type { Abstract, Dimensions, ListValue, TensorValue } from './abstract.ts';
import { assume, assumedOf, none } from './make.ts';
import { isSame } from './operators.ts';

/** More options of one value are not told apart. */
const mostOptions = 6;

/**
 * Returns the value of which it is not known whether it is `left` or `right`. `primary` is the index of the one that
 * defaults select, null if nothing does; `source` names the value if nothing is known of it.
 */
export function join(left: Abstract, right: Abstract, primary: 0 | 1 | null, source: string): Abstract {
  if (left === right) return left;
  if (left.kind === 'tensor' && right.kind === 'tensor') return joinTensors(left, right, primary);
  if (left.kind === 'list' && right.kind === 'list' && left.isTuple === right.isTuple)
    return joinLists(left, right, primary, source);
  if (isScalar(left) && isScalar(right)) {
    if (isSame(left, right) === true) return assumedOf(left) === undefined ? right : left;
    if (primary !== null) return assume(primary === 0 ? left : right, `${source} is the default’s`);
    return { kind: 'unknown', source };
  }
  const options = [left, right].flatMap((value) => (value.kind === 'choice' ? value.options : [value]));
  const distinct = options.filter((option, index) => options.indexOf(option) === index);
  if (distinct.length > mostOptions) return { kind: 'unknown', source };
  const preferred = primary === null ? null : primary === 0 ? left : right;
  const first = preferred?.kind === 'choice' ? preferred.options[preferred.primary ?? 0] : preferred;
  const index = first === null || first === undefined ? -1 : distinct.indexOf(first);
  return { kind: 'choice', options: distinct, primary: index < 0 ? null : index };
}

function isScalar({ kind }: Abstract): boolean {
  return ['size', 'float', 'boolean', 'text', 'none', 'unknown'].includes(kind);
}

/** Joins tensors: an axis whose sizes differ gets a letter that says so. */
function joinTensors(left: TensorValue, right: TensorValue, primary: 0 | 1 | null): TensorValue {
  const preferred = primary === 1 ? right : left;
  const made = [
    ...left.made,
    ...right.made.filter((each) => !left.made.some(({ application }) => application === each.application)),
  ];
  if (primary !== null) return { ...preferred, made };
  return { ...left, shape: joinShapes(left.shape, right.shape), origin: left.origin ?? right.origin, made };
}

function joinShapes(left: Dimensions, right: Dimensions): Dimensions {
  if (left?.length !== right?.length) return null;
  return (
    left?.map((size, axis) => {
      const other = right?.[axis] ?? size;
      return numberOf(subtracted(size, other)) === 0 ? size : [{ coefficient: 1, symbols: ['?'] }];
    }) ?? null
  );
}

/** Joins lists entry by entry; an entry that only one of them has may be left out. */
function joinLists(left: ListValue, right: ListValue, primary: 0 | 1 | null, source: string): ListValue {
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
        primary: primary === null ? null : (primary === 0) === isLeft ? 0 : 1,
      });
      continue;
    }
    items.push(
      other === item ? item : join(left.items[at] ?? item, right.items[at] ?? item, primary, `${source}[${at}]`),
    );
    at += 1;
  }
  return { kind: 'list', items, isTuple: left.isTuple, isOpen: left.isOpen || right.isOpen };
}
