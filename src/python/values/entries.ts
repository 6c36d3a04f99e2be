import type { Formula } from '../../dialects/formula.ts';
import type { Abstract } from './abstract.ts';
import { formulaOfValue, numberOfValue, sizeValue, tuple } from './make.ts';

/** Returns what a loop over a value goes through; null if that is not known. */
export function entriesOf(value: Abstract): { readonly items: readonly Abstract[]; readonly isOpen: boolean } | null {
  switch (value.kind) {
    case 'list':
      return value;
    case 'container':
      return {
        items: [...value.entries].filter(([key]) => !key.startsWith('#')).map(([, entry]) => entry),
        isOpen: value.isOpen,
      };
    case 'text':
      return { items: Array.from(value.text, (text): Abstract => ({ kind: 'text', text })), isOpen: false };
    case 'dictionary':
      return {
        items: [...value.entries.keys()].map((text): Abstract => ({ kind: 'text', text })),
        isOpen: value.isOpen,
      };
    case 'choice': {
      const option = value.primary === null ? undefined : value.options[value.primary];
      return option === undefined || option.kind === 'choice' ? null : entriesOf(option);
    }
    case 'instance': {
      const native = value.base.get('native');
      return native === undefined ? null : entriesOf(native);
    }
    default:
      return null;
  }
}

/** Returns the key of a dictionary's entry; null if the key is not known. */
export function keyOf(value: Abstract): string | null {
  if (value.kind === 'text') return value.text;
  const number = numberOfValue(value);
  return number === null ? null : String(number);
}

/** Returns a shape as a tuple of sizes. */
export function shapeTuple(shape: readonly Formula[]): Abstract {
  return tuple(shape.map((size) => sizeValue(size)));
}

/** Returns the sizes that a list has; null if it is none. */
export function shapeOfList(value: Abstract): readonly Formula[] | null {
  if (value.kind !== 'list' || value.isOpen) return null;
  const sizes = value.items.map(formulaOfValue);
  return sizes.every((size) => size !== null) ? sizes : null;
}
