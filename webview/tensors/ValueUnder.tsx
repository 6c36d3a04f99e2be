import type { Tensor } from '../../src/engine/core/tensor.ts';
import { formatIndex } from '../../src/scenario/text/format.ts';
import { exactNumber } from '../viewer/cellWords.ts';
import { flatUnder, indexOf } from '../viewer/tensorStore.ts';
import { useViewer } from '../store/useSession.ts';
import { useFile } from '../tensors/fileState.ts';

/** The value under the mouse, else under the cursor, with its index and every digit of it. */
export function ValueUnder({ tensor }: { readonly tensor: Tensor }) {
  const at = useViewer().displayCursor.value;
  const { leading } = useFile().reader;
  const { shape, data, dtype } = tensor;
  const index = formatIndex(indexOf(shape, leading.value, { row: at.y, column: at.x }));
  const value = data[flatUnder(shape, leading.value, at)];
  return value === undefined ? null : (
    <output class="mono value-under">
      {index} = {exactNumber(value, dtype)}
    </output>
  );
}
