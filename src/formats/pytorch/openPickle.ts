import { type Result } from '../../engine/core/refusal.ts';
import { bytesText } from '../common/amountText.ts';
import { elementBytes } from '../common/element.ts';
import type { ByteSource } from '../common/byteSource.ts';
import { refuseWithoutTensors } from '../common/refuseWithoutTensors.ts';
import type { TensorFile } from '../common/tensorFile.ts';
import { readPickle } from '../pickle/readPickle.ts';
import { legacyMagic, type LegacyHeader, readLegacyHeader } from './legacyHeader.ts';
import { pickledFile } from './pickledFile.ts';
import { storageElement } from './storageType.ts';
import { type StorageBytes, storageInFile } from './storageBytes.ts';
import { storageIdOf } from './tensorView.ts';

/**
 * Opens a pickle outside an archive, from byte `from` of a file on: a file of torch.save before PyTorch 1.6, whose first
 * pickle is a magic number and whose storages follow; or what pickle.dump, ndarray.dump and joblib.dump write.
 */
export async function openPickle(source: ByteSource, from = 0): Promise<Result<TensorFile>> {
  const { name } = source;
  const first = await readPickle(source, from);
  if (!first.ok) return first;
  if (from === 0 && first.value.value === legacyMagic) return await openLegacy(source);
  const content = { source, read: first.value, storageOf: () => undefined, little: true };
  const file = await pickledFile(name, 'pickle', [content]);
  if (!file.ok) return file;
  const rest = first.value.isWhole ? source.size - first.value.end : 0;
  const leftOut = rest > 0 ? [`the last ${bytesText(rest)}: only the first pickle is read, as by pickle.load`] : [];
  return refuseWithoutTensors({ ...file.value, leftOut: [...file.value.leftOut, ...leftOut] });
}

async function openLegacy(source: ByteSource): Promise<Result<TensorFile>> {
  const { name } = source;
  const header = await readLegacyHeader(source);
  if (!header.ok) return header;
  const storages = await placesOf(source, header.value);
  if (!storages.ok) return storages;
  const { root, little } = header.value;
  const content = { source, read: root, storageOf: (key: string) => storages.value.get(key), little };
  const file = await pickledFile(name, 'pytorch', [content]);
  return file.ok ? refuseWithoutTensors(file.value) : file;
}

/** Finds the storages after the pickles: each is its number of elements, in 8 bytes, and the elements. */
async function placesOf(source: ByteSource, header: LegacyHeader): Promise<Result<ReadonlyMap<string, StorageBytes>>> {
  const sizes = new Map<string, number | null>();
  for (const id of header.root.storages.map(storageIdOf)) {
    if (id === null || sizes.has(id.key)) continue;
    const element = storageElement(id.type);
    sizes.set(
      id.key,
      element.ok ? elementBytes(element.value) : (otherBytes[/(\w+)Storage$/.exec(id.type)?.[1] ?? ''] ?? null),
    );
  }
  const found = new Map<string, StorageBytes>();
  let at = header.dataFrom;
  for (const key of header.keys) {
    const size = sizes.get(key) ?? null;
    if (size === null || at + 8 > source.size) break;
    const bytes = await source.read(at, 8);
    if (!bytes.ok) return bytes;
    const length = Number(new DataView(bytes.value).getBigUint64(0, header.little)) * size;
    at += 8;
    // A storage that is cut off is as long as the file has bytes for.
    found.set(key, storageInFile(source, at, Math.min(length, source.size - at)));
    at += length;
  }
  return { ok: true, value: found };
}

/** Bytes of an element in storages whose tensors cannot be read. */
const otherBytes: Readonly<Record<string, number>> = {
  ComplexDouble: 16,
  ComplexFloat: 8,
  QInt8: 1,
  QUInt8: 1,
  QInt32: 4,
  QUInt4x2: 1,
  QUInt2x4: 1,
};
