import { flatAt } from '../../src/engine/core/flatIndex.ts';
import type { Cell } from '../../src/engine/provenance/stage.ts';
import { indexInTensor, indicesInPart } from '../../src/engine/views/pictureAxes.ts';
import { shownNumber } from '../viewer/cellWords.ts';
import type { VisibleTensor } from './tensorReader.ts';

/** Returns the numbers of a cell: one, or one for each colour. */
export function pixelWords({ tensor, axes, indices, part }: VisibleTensor, cell: Cell): string {
  const index = indexInTensor(axes, indicesInPart(part, indices), cell);
  const { colours } = axes;
  const count = colours === null ? 1 : (tensor.shape[colours] ?? 1);
  const values = Array.from({ length: count }, (_, colour) => {
    const at = index.map((i, axis) => (axis === colours ? colour : i));
    return shownNumber(tensor.data[flatAt(tensor.shape, at)] ?? NaN, tensor.dtype);
  });
  return colours === null ? values.join('') : `(${values.join(', ')})`;
}
