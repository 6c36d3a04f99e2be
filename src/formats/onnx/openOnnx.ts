import { assertNever } from '../../engine/core/assertNever.ts';
import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import type { Tensor } from '../../engine/core/tensor.ts';
import type { Beside, ByteSource } from '../common/byteSource.ts';
import { quoted } from '../common/quoted.ts';
import { readStrided } from '../common/readStrided.ts';
import { storedInMemory, storedInRows, type TensorStorage } from '../common/tensorStorage.ts';
import type { TensorEntry, TensorFile } from '../common/tensorFile.ts';
import { convTransposeLayers } from './convTransposeLayer.ts';
import { openExternal, readExternal } from './externalData.ts';
import type { TensorPlace } from './tensorPlace.ts';
import { ModelBytes } from './modelBytes.ts';
import { readModel } from './readModel.ts';
import { readTypedData } from './readTypedData.ts';

/**
 * Opens an ONNX model (https://onnx.ai/onnx/repo-docs/IR.html). Its entries are the initializers and the tensors of
 * Constant nodes; its layers are the ConvTranspose nodes. Nested graphs are ignored. The model is read range by range,
 * skipping the data of tensors. `beside` opens the files with external data when a tensor in them is read.
 */
export async function openOnnx(source: ByteSource, beside: Beside): Promise<Result<TensorFile>> {
  const { name } = source;
  const model = await readModel(new ModelBytes(source));
  if (!model.ok) return model;
  const places = new Map<string, TensorPlace>();
  const entries: TensorEntry[] = [];
  const leftOut: string[] = [];
  for (const located of model.value.tensors.values()) {
    if (located.entry === null) leftOut.push(located.leftOut);
    else {
      entries.push(located.entry);
      places.set(located.entry.key, located.place);
    }
  }
  return ok({
    format: 'onnx',
    name,
    entries,
    leftOut,
    layers: convTransposeLayers(model.value, name),
    read: async (entry) => {
      const place = places.get(entry.key);
      if (place === undefined) return refuse('file', `${name} has no tensor ${quoted(entry.key)}.`);
      return await readPlace(source, beside, entry, place);
    },
    locate: async (entry) => {
      const place = places.get(entry.key);
      if (place === undefined) return refuse('file', `${name} has no tensor ${quoted(entry.key)}.`);
      return await locatePlace(source, beside, entry, place);
    },
  });
}

async function locatePlace(
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

async function readPlace(
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
