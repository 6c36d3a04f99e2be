import { isSameShape } from '../../engine/core/tensor.ts';
import type { TensorEntry } from '../../formats/common/tensorFile.ts';
import { formatShape } from '../../scenario/text/format.ts';

/** What a version of a tensor file is. */
export type TensorVersion =
  | { readonly kind: 'tensors'; readonly entries: readonly TensorEntry[]; readonly bytes: number }
  /** The repository has only a pointer to the file (Git LFS), which is not on this machine. */
  | { readonly kind: 'pointer'; readonly bytes: number }
  | { readonly kind: 'unread'; readonly reason: string };

/** A tensor of a file, before and after a change of the file. */
export interface TensorChange {
  /** The tensor's name in the file; "" for the only tensor of a .npy file. */
  readonly key: string;
  readonly kind: 'added' | 'removed' | 'reshaped' | 'retyped' | 'renamed';
  /** The name before, if the tensor was renamed. */
  readonly keyBefore: string | null;
  /** Shape and element type: "64×32×3×3 float32"; null where there is none. */
  readonly before: string | null;
  readonly after: string | null;
}

/**
 * Compares the names, shapes and element types of the tensors in two versions of a file. A tensor that was removed is
 * taken for one that was added with the same shape and type, if there is exactly one of each. Values are not compared.
 */
export function compareEntries(before: readonly TensorEntry[], after: readonly TensorEntry[]): readonly TensorChange[] {
  const old = new Map(before.map((entry) => [entry.key, entry]));
  const now = new Map(after.map((entry) => [entry.key, entry]));
  const added = after.filter(({ key }) => !old.has(key));
  const removed = before.filter(({ key }) => !now.has(key));
  const renamed = new Map<TensorEntry, TensorEntry>();
  for (const entry of added) {
    const text = entryText(entry);
    const likely = removed.filter((other) => entryText(other) === text);
    const [only] = likely;
    if (likely.length === 1 && only !== undefined && added.filter((other) => entryText(other) === text).length === 1)
      renamed.set(entry, only);
  }
  const taken = new Set(renamed.values());
  return [
    ...after.flatMap((entry): readonly TensorChange[] => {
      const { key } = entry;
      const text = entryText(entry);
      const source = renamed.get(entry);
      if (source !== undefined) return [{ key, kind: 'renamed', keyBefore: source.key, before: text, after: text }];
      const other = old.get(key);
      if (other === undefined) return [{ key, kind: 'added', keyBefore: null, before: null, after: text }];
      const kind = isSameShape(other.shape, entry.shape) ? 'retyped' : 'reshaped';
      const otherText = entryText(other);
      return otherText === text ? [] : [{ key, kind, keyBefore: null, before: otherText, after: text }];
    }),
    ...removed
      .filter((entry) => !taken.has(entry))
      .map((entry): TensorChange => ({
        key: entry.key,
        kind: 'removed',
        keyBefore: null,
        before: entryText(entry),
        after: null,
      })),
  ];
}

/** Writes the shape and the element type of a tensor: "64×32×3×3 float32". */
function entryText({ shape, element }: TensorEntry): string {
  return `${formatShape(shape)} ${element}`;
}

/** Says in a line how a tensor changed: "dec.weight 64×32×3×3 float32 → 64×32×4×4 float32". */
export function tensorChangeText({ key, kind, keyBefore, before, after }: TensorChange): string {
  const name = key === '' ? 'the tensor' : key;
  switch (kind) {
    case 'added':
      return `${name} added, ${after ?? ''}`;
    case 'removed':
      return `${name} removed, ${before ?? ''}`;
    case 'renamed':
      return `${keyBefore ?? ''} renamed to ${name}, ${after ?? ''}`;
    case 'reshaped':
    case 'retyped':
      return `${name} ${before ?? ''} → ${after ?? ''}`;
  }
}
