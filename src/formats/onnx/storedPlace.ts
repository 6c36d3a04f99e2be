import { assertNever } from '../../engine/core/assertNever.ts';
import { ok, type Result } from '../../engine/core/refusal.ts';
import type { Tensor } from '../../engine/core/tensor.ts';
import type { Beside, ByteSource } from '../common/byteSource.ts';
import { quoted } from '../common/quoted.ts';
import { readStrided } from '../common/readStrided.ts';
import type { TensorEntry } from '../common/tensorFile.ts';
import { storedInMemory, storedInRows, type TensorStorage } from '../common/tensorStorage.ts';
import { openExternal, readExternal } from './externalData.ts';
import { ModelBytes } from './modelBytes.ts';
import { readTypedData } from './readTypedData.ts';
import type { TensorPlace } from './tensorPlace.ts';

/** Returns where the numbers of a tensor are stored, for reading parts of them. */
export async function locatePlace(
  source: ByteSource,
  beside: Beside,
  entry: TensorEntry,
  place: TensorPlace,
): Promise<Result<TensorStorage>> {
  switch (place.kind) {
    case 'typed': {
      // The numbers have no fixed length, so that none can be found without those before it.
      const tensor = await readPlace(source, beside, entry, place);
      return tensor.ok ? ok({ ...storedInMemory(tensor.value), shape: entry.shape }) : tensor;
    }
    case 'raw':
      return ok(storedInRows(entry, place.range.from, source));
    case 'none':
      return ok(storedInRows(entry, 0, source));
    case 'external': {
      const external = await openExternal(place.place, beside, `tensor ${quoted(entry.key)} of ${source.name}`);
      return external.ok ? ok(storedInRows(entry, place.place.offset, external.value)) : external;
    }
    default:
      return assertNever(place, 'tensor place');
  }
}

/** Reads the numbers of a tensor where they are stored: in the file, or in another one beside it. */
export async function readPlace(
  source: ByteSource,
  beside: Beside,
  entry: TensorEntry,
  place: TensorPlace,
): Promise<Result<Tensor>> {
  if (place.kind === 'typed') {
    return await readTypedData(new ModelBytes(source), entry, place.range, place.field);
  }
  const bytes = await bytesOf(source, beside, entry, place);
  if (!bytes.ok) return bytes;
  const { element, shape } = entry;
  return ok(readStrided(bytes.value, { element, little: true, shape }));
}

async function bytesOf(
  source: ByteSource,
  beside: Beside,
  { key }: TensorEntry,
  place: Exclude<TensorPlace, { readonly kind: 'typed' }>,
): Promise<Result<ArrayBuffer>> {
  switch (place.kind) {
    case 'none':
      return ok(new ArrayBuffer(0));
    case 'raw':
      return await source.read(place.range.from, place.range.to - place.range.from);
    case 'external':
      return await readExternal(place.place, beside, `tensor ${quoted(key)} of ${source.name}`);
    default:
      return assertNever(place, 'tensor place');
  }
}
