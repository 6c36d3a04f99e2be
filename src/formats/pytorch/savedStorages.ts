import { ok, type Result } from '../../engine/core/refusal.ts';
import { type ByteSource, bufferSource } from '../common/byteSource.ts';
import { pickledBytesIn, pickledPrefix } from '../pickle/pickledBytes.ts';
import { isPickleObject, pickleItemsOf, type PickleObject } from '../pickle/pickleValue.ts';
import type { UnpickledValue } from '../pickle/readPickle.ts';
import type { SavedStorage, SavedStorages } from './pickledTensor.ts';
import { readLegacyHeader } from './legacyHeader.ts';
import { storageIdOf } from './tensorView.ts';

/** Bytes from the beginning of a saved storage that hold its pickles; about 300 are needed. */
const headerBytes = 1 << 14;

/** Finds the storages that the calls in a pickle would load from bytes: each is a small file of torch.save before PyTorch 1.6. */
export async function findSavedStorages(
  source: ByteSource,
  calls: UnpickledValue['storages'],
): Promise<Result<SavedStorages>> {
  const found = new Map<PickleObject, SavedStorage | null>();
  for (const call of calls) {
    if (!isPickleObject(call)) continue;
    const saved = await savedStorage(source, call);
    if (!saved.ok) return saved;
    found.set(call, saved.value);
  }
  return ok(found);
}

async function savedStorage(source: ByteSource, call: PickleObject): Promise<Result<SavedStorage | null>> {
  const bytes = pickledBytesIn(pickleItemsOf(call.args)?.[0] ?? null);
  if (bytes === null) return ok(null);
  const start = await pickledPrefix(source, bytes, headerBytes);
  if (!start.ok) return start;
  const header = await readLegacyHeader(bufferSource(start.value.buffer, source.name));
  if (!header.ok) return ok(null);
  const id = storageIdOf(header.value.root.value);
  if (id === null) return ok(null);
  // The number of elements stands before them once more.
  return ok({ type: id.type, count: id.count, bytes, from: header.value.dataFrom + 8 });
}
