import { ok, type Result } from '../../engine/core/refusal.ts';
import type { Beside, ByteSource } from '../common/byteSource.ts';
import type { TensorStorage } from '../common/tensorStorage.ts';
import type { TensorFile } from '../common/tensorFile.ts';
import { refuseMissing } from '../common/refuseMissing.ts';
import { type FoldedValue, readConstant } from './foldedValue.ts';
import { convTransposeLayers } from './convTransposeLayer.ts';
import { Folder } from './foldTensor.ts';
import type { LocatedTensor } from './locateTensor.ts';
import { ModelBytes } from './modelBytes.ts';
import { readModel } from './readModel.ts';
import { locatePlace, readPlace } from './storedPlace.ts';

/**
 * Opens an ONNX model (https://onnx.ai/onnx/repo-docs/IR.html). Its entries are the initializers and the tensors of
 * Constant nodes, of nested graphs and functions too, and the tensors that the weights and biases of its layers follow
 * from them by; its layers are the transposed convolutions. The model is read range by range, skipping the data of
 * tensors. `beside` opens the files with external data when a tensor in them is read.
 */
export async function openOnnx(source: ByteSource, beside: Beside): Promise<Result<TensorFile>> {
  const { name } = source;
  const bytes = new ModelBytes(source);
  const model = await readModel(bytes);
  if (!model.ok) return model;
  const { reader, sites } = model.value;
  const locateStored = ({ entry, place }: LocatedTensor): Promise<Result<TensorStorage>> =>
    locatePlace(source, beside, entry, place);
  const folder = new Folder(bytes, model.value, locateStored);
  const made = await convTransposeLayers(sites, { folder, file: name, uniqueKey: (key) => reader.uniqueKey(key) });
  if (!made.ok) return made;
  const { layers, folded } = made.value;
  const stored = new Map(reader.stored.map((each) => [each.entry.key, each]));
  const constants = new Map<string, FoldedValue>(folded.map(({ entry, constant }) => [entry.key, constant]));
  return ok({
    format: 'onnx',
    name,
    entries: [...reader.stored.map(({ entry }) => entry), ...folded.map(({ entry }) => entry)],
    leftOut: reader.leftOut,
    layers,
    read: async ({ key }) => {
      const constant = constants.get(key);
      if (constant !== undefined) return await readConstant(constant);
      const found = stored.get(key);
      if (found === undefined) return refuseMissing(name, key);
      return await readPlace(source, beside, found.entry, found.place);
    },
    locate: async ({ key }) => {
      const constant = constants.get(key);
      if (constant !== undefined) return await constant.locate();
      const found = stored.get(key);
      return found === undefined ? refuseMissing(name, key) : await locateStored(found);
    },
  });
}
