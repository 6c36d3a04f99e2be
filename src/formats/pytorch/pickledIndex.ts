import { isPickleObject, pickleItemsOf, pickleNameOf, type PickleValue } from '../pickle/pickleValue.ts';

/** Returns a Python int as a number; null if it is negative, larger than 2⁵³ − 1, or no int. */
export function pickledIndex(value: PickleValue): number | null {
  if (typeof value !== 'bigint' || value < 0n) return null;
  const index = Number(value);
  return Number.isSafeInteger(index) ? index : null;
}

/** Returns the ints of a tuple, a list or a torch.Size; null if there are more than `most`, or one is no index. */
export function pickledIndices(value: PickleValue, most: number): readonly number[] | null {
  const isWrapped =
    isPickleObject(value) &&
    ['torch.Size', 'torch.jit._pickle.build_intlist'].includes(pickleNameOf(value.callee) ?? '');
  const items = pickleItemsOf(isWrapped ? (pickleItemsOf(value.args)?.[0] ?? null) : value);
  if (items === null || items.length > most) return null;
  const indices = items.map(pickledIndex);
  return indices.every((index) => index !== null) ? indices : null;
}
