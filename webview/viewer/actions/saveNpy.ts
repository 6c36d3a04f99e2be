import { zeros, type DType, type Tensor } from '../../../src/engine/core/tensor.ts';
import type { MatrixView } from '../../../src/engine/geometry/matrixView.ts';
import { writeNpy } from '../../../src/formats/npy/writeNpy.ts';
import { formatBytes } from '../../../src/scenario/text/format.ts';
import { fileName } from '../../store/fileName.ts';
import type { PaneExport } from './paneExport.ts';
import type { HostServices } from '../../bridge/hostServices.ts';

/** Elements beyond which a virtual matrix is not written out: 256 MB in float32. */
export const elementLimit = 2 ** 26;

/** The page is not to freeze while a large matrix is written out: it comes up for air this often. */
const breathMilliseconds = 12;

/** A view as a tensor (rows, columns). */
export async function tensorOfView(view: MatrixView, dtype: DType): Promise<Tensor> {
  const tensor = zeros(dtype, [view.rows, view.columns]);
  let breath = performance.now();
  for (let row = 0, i = 0; row < view.rows; row++) {
    if (performance.now() - breath > breathMilliseconds) {
      await new Promise((resolve) => setTimeout(resolve));
      breath = performance.now();
    }
    for (let column = 0; column < view.columns; column++) {
      tensor.data[i++] = view.value(row, column);
    }
  }
  return tensor;
}

/** Saves the slice that is drawn. */
export async function saveSlice({ view, source, scene }: PaneExport, host: HostServices): Promise<string> {
  const count = view.rows * view.columns;
  if (count > elementLimit) {
    return `${formatBytes(count * 4)} are too much to write out of a matrix that is never stored.`;
  }
  const release = scene.hold();
  const tensor = await tensorOfView(view, source.dtype).finally(release);
  return saveTensor(host, tensor, scene.name, source.key);
}

/** Saves a tensor as a `.npy` file; says where, or that nothing was saved. */
export async function saveTensor(host: HostServices, tensor: Tensor, scenario: string, key: string): Promise<string> {
  const saved = await host.saveFile(fileName(`${scenario} ${key}`, '.npy'), writeNpy(tensor).buffer);
  return saved === null ? 'Nothing was saved.' : `Saved ${saved}`;
}
