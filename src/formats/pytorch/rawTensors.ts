import { ok } from '../../engine/core/refusal.ts';
import type { TensorEntry, TensorFile } from '../common/tensorFile.ts';
import type { PickledTensor } from './pickledTensor.ts';
import { locateView, readView } from './readView.ts';
import type { StorageBytes } from './storageBytes.ts';

/** A tensor that a list in JSON describes, and its storage, little-endian. */
export interface RawTensor {
  readonly key: string;
  readonly view: PickledTensor;
  readonly bytes: StorageBytes;
}

/** Returns a file with further tensors, and what else is left out. */
export function withRawTensors(file: TensorFile, raw: readonly RawTensor[], leftOut: readonly string[]): TensorFile {
  const byKey = new Map(raw.map((each) => [each.key, each]));
  const entries = [...byKey.values()].map(({ key, view }) => ({ key, element: view.element, shape: view.shape }));
  return {
    ...file,
    entries: [...file.entries, ...entries],
    leftOut: [...file.leftOut, ...leftOut],
    read: async (entry) => {
      const found = byKey.get(entry.key);
      return found === undefined ? await file.read(entry) : await readView(found.view, found.bytes, true);
    },
    locate: async (entry: TensorEntry) => {
      const found = byKey.get(entry.key);
      return found === undefined ? await file.locate(entry) : ok(locateView(found.view, found.bytes, true));
    },
  };
}
