import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import type { Beside, ByteSource } from '../common/byteSource.ts';
import { refuseMissing } from '../common/refuseMissing.ts';
import type { TensorFile } from '../common/tensorFile.ts';
import { locateTensor } from './locateTensor.ts';
import { ModelBytes } from './modelBytes.ts';
import { readTensorProto } from './readTensorProto.ts';
import { locatePlace, readPlace } from './storedPlace.ts';

/** Opens a file of one tensor in ONNX's format (TensorProto), such as the `input_0.pb` of a model's test data. */
export async function openOnnxTensor(source: ByteSource, beside: Beside): Promise<Result<TensorFile>> {
  const { name, size } = source;
  const proto = await readTensorProto(new ModelBytes(source), { from: 0, to: size });
  if (!proto.ok) return proto;
  const found = locateTensor(proto.value.name, proto.value);
  if (typeof found === 'string') return refuse('file', `${name} has no readable tensor: ${found}.`);
  const { entry, place } = found;
  return ok({
    format: 'onnx',
    name,
    entries: [entry],
    leftOut: [],
    layers: [],
    read: async ({ key }) =>
      key === entry.key ? await readPlace(source, beside, entry, place) : refuseMissing(name, key),
    locate: async ({ key }) =>
      key === entry.key ? await locatePlace(source, beside, entry, place) : refuseMissing(name, key),
  });
}
