import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import { bytesText } from '../common/amountText.ts';
import { elementBytes } from '../common/element.ts';
import type { Beside, ByteSource } from '../common/byteSource.ts';
import { quoted } from '../common/quoted.ts';
import { refuseWithoutTensors } from '../common/refuseWithoutTensors.ts';
import type { TensorFile } from '../common/tensorFile.ts';
import { readPickle, type UnpickledValue } from '../pickle/readPickle.ts';
import { legacyMagic, type LegacyHeader, readLegacyHeader } from './legacyHeader.ts';
import { pickledFile } from './pickledFile.ts';
import { storageElement } from './storageType.ts';
import { type StorageBytes, storageInFile } from './storageBytes.ts';
import { storageIdOf } from './tensorView.ts';

/**
 * Opens a pickle outside an archive, from byte `from` of a file on: a file of torch.save before PyTorch 1.6, whose first
 * pickle is a magic number and whose storages follow; or what pickle.dump, ndarray.dump and joblib.dump write. `beside` opens
 * the storages of a `data.pkl` that was unpacked from a file of torch.save.
 */
export async function openPickle(source: ByteSource, from = 0, beside?: Beside): Promise<Result<TensorFile>> {
  const { name } = source;
  const first = await readPickle(source, from);
  if (!first.ok) return first;
  if (from === 0 && first.value.value === legacyMagic) return await openLegacy(source);
  const isUnpacked = beside !== undefined && /(^|[/\\])data\.pkl$/.test(name);
  const unpacked = isUnpacked ? await unpackedStorages(first.value, beside) : none;
  if (isUnpacked && unpacked.size === 0 && first.value.storages.length > 0) return refuseUnpacked(name);
  const content = { source, read: first.value, storageOf: (key: string) => unpacked.get(key), little: true };
  const file = await pickledFile(name, unpacked.size > 0 ? 'pytorch' : 'pickle', [content]);
  if (!file.ok) return file;
  const rest = first.value.isWhole ? source.size - first.value.end : 0;
  const leftOut = rest > 0 ? [`the last ${bytesText(rest)}: only the first pickle is read, as by pickle.load`] : [];
  return refuseWithoutTensors({ ...file.value, leftOut: [...file.value.leftOut, ...leftOut] });
}

const none: ReadonlyMap<string, StorageBytes> = new Map();

/** The most storages of an unpacked file of torch.save, each of which is a file. */
const maxUnpacked = 10_000;

/** Opens the storages in the folder `data` beside a `data.pkl`. */
async function unpackedStorages(
  { storages }: UnpickledValue,
  beside: Beside,
): Promise<ReadonlyMap<string, StorageBytes>> {
  const found = new Map<string, StorageBytes>();
  for (const id of storages.map(storageIdOf)) {
    if (id === null || found.has(id.key) || found.size === maxUnpacked) continue;
    const file = await beside(`data/${id.key}`);
    if (file.ok) found.set(id.key, storageInFile(file.value, 0, file.value.size));
  }
  return found;
}

function refuseUnpacked(name: string): Result<never> {
  return refuse(
    'file',
    `${name} was unpacked from a file of torch.save, and its tensors are in the folder ${quoted('data')} beside it, which is not there: open the file that it was unpacked from.`,
  );
}

async function openLegacy(source: ByteSource): Promise<Result<TensorFile>> {
  const { name } = source;
  const header = await readLegacyHeader(source);
  if (!header.ok) return header;
  const storages = await placesOf(source, header.value);
  if (!storages.ok) return storages;
  const { root, little } = header.value;
  const content = { source, read: root, storageOf: (key: string) => storages.value.found.get(key), little };
  const file = await pickledFile(name, 'pytorch', [content]);
  if (!file.ok) return file;
  const { end } = storages.value;
  const cutOff =
    end > source.size
      ? [
          `the file is cut off: its storages end at byte ${end}, the file at byte ${source.size}; copy or download it again`,
        ]
      : [];
  return refuseWithoutTensors({ ...file.value, leftOut: [...cutOff, ...file.value.leftOut] });
}

/**
 * Finds the storages after the pickles: each is its number of elements, in 8 bytes, and the elements. `end` is the byte after
 * the last one that was found, also if the file ends before.
 */
async function placesOf(
  source: ByteSource,
  header: LegacyHeader,
): Promise<Result<{ readonly found: ReadonlyMap<string, StorageBytes>; readonly end: number }>> {
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
  return ok({ found, end: at });
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
