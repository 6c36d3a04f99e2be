import type { PickleObject, PickleValue } from './pickleValue.ts';

/** The name that a class or a function is known by; null of anything else. */
export function nameOf(value: PickleValue): string | null {
  return isKind(value, 'name') ? value.name : null;
}

/** The elements of a tuple, list or set, a dict's keys and values in turn; null of anything else. */
export function itemsOf(value: PickleValue): readonly PickleValue[] | null {
  return typeof value === 'object' && value !== null && 'items' in value && value.kind !== 'object'
    ? value.items
    : null;
}

export function isObject(value: PickleValue | undefined): value is PickleObject {
  return value !== undefined && isKind(value, 'object');
}

type Structure = Extract<PickleValue, { readonly kind: string }>;

export function isKind<Kind extends Structure['kind']>(
  value: PickleValue,
  kind: Kind,
): value is Extract<Structure, { readonly kind: Kind }> {
  return typeof value === 'object' && value?.kind === kind;
}
