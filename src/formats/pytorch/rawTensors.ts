import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import { checkTensorShape } from '../common/checkTensorShape.ts';
import { elementBytes } from '../common/element.ts';
import type { TensorEntry, TensorFile } from '../common/tensorFile.ts';
import type { PickledTensor } from './pickledTensor.ts';
import { checkView, locateView, readView } from './readView.ts';
import type { StorageBytes } from './storageBytes.ts';

/** A tensor that a list in JSON describes, and its storage, little-endian. */
export interface RawTensor {
  readonly key: string;
  readonly view: PickledTensor;
  readonly bytes: StorageBytes;
}

/**
 * Returns a view of a storage whose bytes are a member of an archive; undefined if the archive lacks it. The refusal is a
 * noun phrase: "a tensor whose …".
 */
export function rawTensorOf(
  place: Pick<PickledTensor, 'element' | 'shape' | 'strides' | 'offset'>,
  key: string,
  bytes: StorageBytes | undefined,
): Result<Omit<RawTensor, 'key'>> {
  const countable = checkTensorShape(place.shape);
  if (!countable.ok) return countable;
  const storageBytes = bytes === undefined ? 0 : bytes.size - (bytes.size % elementBytes(place.element));
  const view: PickledTensor = { ...place, storage: { kind: 'named', key }, storageBytes, little: true };
  const checked = checkView(view, bytes);
  if (!checked.ok) return checked;
  return bytes === undefined ? refuse('file', 'a tensor without bytes') : ok({ view, bytes });
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
