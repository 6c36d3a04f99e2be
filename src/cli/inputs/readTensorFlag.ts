import { fillTensor } from '../../engine/fills/fillTensor.ts';
import { seedGenerator } from '../../engine/fills/torchGenerator.ts';
import { ok, refuse, type Argument, type Result } from '../../engine/core/refusal.ts';
import { finish } from '../../engine/core/steps.ts';
import { elementCount, type Shape, type Tensor } from '../../engine/core/tensor.ts';
import { readMemoryCap } from '../arguments/readMemoryCap.ts';
import { readInteger } from '../arguments/readParams.ts';
import { readTensor, readTensorShape } from '../files/readTensor.ts';
import { refuseLarger } from '../files/refuseLarger.ts';
import { parseSource } from '../arguments/parseFlagValue.ts';

/**
 * Reads the tensor that a flag such as `--input S` names: a file, in the dtype of the file; or a fill, in float32 and
 * with the seed of `--seed`.
 */
export async function readTensorFlag(flags: ReadonlyMap<string, string>, argument: Argument): Promise<Result<Tensor>> {
  const text = textOfFlag(flags, argument);
  if (!text.ok) return text;
  const source = parseSource(text.value, argument);
  if (!source.ok) return source;
  const cap = readMemoryCap(flags);
  if (!cap.ok) return cap;
  if ('file' in source.value) {
    const file = await readTensor(source.value.file, cap.value);
    return file.ok ? ok(file.value.tensor) : file;
  }
  const seed = readInteger(flags, 'seed', 0);
  if (!seed.ok) return seed;
  const generator = seedGenerator(seed.value);
  if (!generator.ok) return generator;
  const { fill, shape } = source.value;
  const fits = refuseLarger(`${argument} = ${text.value}`, 4 * elementCount(shape), cap.value);
  if (!fits.ok) return fits;
  return ok(finish(fillTensor(fill, shape, 'float32', generator.value)));
}

/** Returns the shape of the tensor that a flag such as `--weight S` names. Of a file only the header is read. */
export async function readShapeOfFlag(flags: ReadonlyMap<string, string>, argument: Argument): Promise<Result<Shape>> {
  const text = textOfFlag(flags, argument);
  if (!text.ok) return text;
  const source = parseSource(text.value, argument);
  if (!source.ok) return source;
  if (!('file' in source.value)) return ok(source.value.shape);
  const cap = readMemoryCap(flags);
  return cap.ok ? await readTensorShape(source.value.file, cap.value) : cap;
}

function textOfFlag(flags: ReadonlyMap<string, string>, argument: Argument): Result<string> {
  const name = argument.replaceAll('_', '-');
  const text = flags.get(name);
  return text === undefined
    ? refuse(argument, `--${name} is missing: give a tensor file, or a fill such as randn:1x50x28x28`)
    : ok(text);
}
