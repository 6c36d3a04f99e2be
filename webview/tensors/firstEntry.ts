import type { TensorEntry } from '../../src/formats/common/tensorFile.ts';
import type { FileInfo } from '../../src/protocol/tensorMessages.ts';

/**
 * Returns the tensor to show when a file is opened: the weight of its first layer, or the first weight with four axes, or
 * the first tensor with four axes, or the first tensor. Null if the file has none.
 */
export function firstEntry({ entries, layers }: FileInfo): TensorEntry | null {
  for (const { weight } of layers) {
    const entry = entries.find(({ key }) => key === weight);
    if (entry !== undefined) return entry;
  }
  const hasFour = ({ shape }: TensorEntry): boolean => shape.length === 4 && shape.every((size) => size > 0);
  const weight = entries.find((entry) => hasFour(entry) && entry.key.endsWith('weight'));
  return weight ?? entries.find(hasFour) ?? entries[0] ?? null;
}
