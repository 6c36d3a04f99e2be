import { zeros, type DType, type Tensor } from '../../../src/engine/core/tensor.ts';
import type { MatrixView } from '../../../src/engine/geometry/matrixView.ts';
import { writeNpy } from '../../../src/formats/npy/writeNpy.ts';
import { formatBytes } from '../../../src/scenario/text/format.ts';
import { fileName } from '../../store/fileName.ts';
import type { PaneExport } from './paneExport.ts';
import type { HostServices } from '../../bridge/hostServices.ts';

/** Largest number of elements of a matrix that is saved: 256 MiB in float32. */
export const elementLimit = 2 ** 26;

/** Time between pauses while a large matrix is read, so that the page does not freeze. */
const sliceMilliseconds = 12;

/** Reads a view into a tensor of shape (rows, columns). */
export async function tensorOfView(view: MatrixView, dtype: DType): Promise<Tensor> {
  const tensor = zeros(dtype, [view.rows, view.columns]);
  let sliceStart = performance.now();
  for (let row = 0, i = 0; row < view.rows; row++) {
    if (performance.now() - sliceStart > sliceMilliseconds) {
      await new Promise((resolve) => setTimeout(resolve));
      sliceStart = performance.now();
    }
    for (let column = 0; column < view.columns; column++) {
      tensor.data[i++] = view.value(row, column);
    }
  }
  return tensor;
}

/** Saves the slice that is drawn. Returns the message for the user. */
export async function saveSlice({ view, pane, store }: PaneExport, host: HostServices): Promise<string> {
  const count = view.rows * view.columns;
  if (count > elementLimit) {
    return `Too large to save: ${formatBytes(count * 4)}, but the limit is ${formatBytes(elementLimit * 4)}.`;
  }
  if (pane.image !== undefined) return saveTensor(host, pane.image.tensor(), store.name, pane.key);
  const release = store.hold();
  const tensor = await tensorOfView(view, pane.dtype).finally(release);
  return saveTensor(host, tensor, store.name, pane.key);
}

/** Saves a tensor as a `.npy` file. Returns the message for the user: the path, or that nothing was saved. */
export async function saveTensor(host: HostServices, tensor: Tensor, scenario: string, key: string): Promise<string> {
  const saved = await host.saveFile(fileName(`${scenario} ${key}`, '.npy'), writeNpy(tensor).buffer);
  return saved === null ? 'Nothing was saved.' : `Saved ${saved}`;
}
