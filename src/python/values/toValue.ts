import { numberOf } from '../../dialects/formula.ts';
import type { Value } from '../../dialects/value.ts';
import { formulaText } from '../../dialects/formula.ts';
import type { Abstract, GivenArgument } from './abstract.ts';

/** Returns the value of an argument, as far as it is known; what is not known has the expression of the argument. */
export function valueOfArgument({ value, source }: GivenArgument): Value {
  return toValue(value, source);
}

/** Returns a value, as far as it is known; `source` is its expression. */
export function toValue(value: Abstract, source: string): Value {
  switch (value.kind) {
    case 'size': {
      const number = numberOf(value.formula);
      return number === null
        ? { kind: 'unknown', source: pythonOf(source, formulaText(value.formula)) }
        : { kind: 'number', number };
    }
    case 'float':
      return { kind: 'number', number: value.number };
    case 'boolean':
      return { kind: 'boolean', boolean: value.boolean };
    case 'text':
      return { kind: 'text', text: value.text };
    case 'none':
      return { kind: 'none' };
    case 'list': {
      if (value.isOpen) return { kind: 'unknown', source };
      const parts = entriesIn(source);
      return {
        kind: 'list',
        items: value.items.map((item, index) =>
          toValue(item, parts?.length === value.items.length ? (parts[index] ?? source) : `${source}[${index}]`),
        ),
      };
    }
    case 'tensor':
      return value.shape === null
        ? { kind: 'unknown', source }
        : {
            kind: 'list',
            items: value.shape.map((size, axis) =>
              toValue({ kind: 'size', formula: size }, `${source}.shape[${axis}]`),
            ),
          };
    case 'choice': {
      const option = value.primary === null ? undefined : value.options[value.primary];
      return option === undefined ? { kind: 'unknown', source } : toValue(option, source);
    }
    default:
      return { kind: 'unknown', source };
  }
}

/** Returns the expression of the source if a reader would recognize it; a formula may be many lines away from it. */
function pythonOf(source: string, formula: string): string {
  return source === '' ? formula : source;
}

/** Returns the expressions of a tuple or list that is written out; null for anything else. */
export function entriesIn(source: string): readonly string[] | null {
  const inner = /^[([]([^()[\]]*)[)\]]$/.exec(source)?.[1];
  if (inner === undefined) return null;
  const parts = inner.split(',').map((part) => part.trim());
  if (parts.at(-1) === '') parts.pop();
  return parts;
}
