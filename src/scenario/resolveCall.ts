import { accept as acceptCall } from '../engine/accept.ts';
import type { Call } from '../engine/call.ts';
import { fillTensor } from '../engine/fills/fillTensor.ts';
import { seedGenerator, type TorchGenerator } from '../engine/fills/torchGenerator.ts';
import type { Formulation } from '../engine/formulation.ts';
import { workingBytesReference } from '../engine/chosenReference.ts';
import { formulationOf } from '../engine/formulations.ts';
import type { Geometry } from '../engine/geometry.ts';
import { memoryOf, refuseBeyond } from '../engine/memory.ts';
import { accept, refuse, type Result } from '../engine/refusal.ts';
import type { Steps } from '../engine/steps.ts';
import { castTensor, elementCount, tensorOf, type DType, type Tensor } from '../engine/tensor.ts';
import { readNpy } from '../formats/readNpy.ts';
import type { Files } from './files.ts';
import { formatShape } from './format.ts';
import type { Scenario, TensorSource } from './scenario.ts';
import { fileBytes, scenarioShape } from './scenarioShape.ts';

/** A scenario whose tensors are there, and whose call is known to be legal and to fit the memory. */
export interface ResolvedCall {
  readonly call: Call;
  readonly geometry: Geometry;
  readonly formulation: Formulation;
}

/**
 * Makes a scenario's tensors: input, weight, bias in this order from one generator, all in the
 * scenario's dtype. The call's legality, and its memory against `memoryCap` (bytes), are settled
 * from the shapes before anything is allocated.
 */
export function* resolveCall(
  scenario: Scenario,
  files: Files,
  { memoryCap }: { readonly memoryCap: number },
): Steps<Result<ResolvedCall>> {
  const shape = scenarioShape(scenario, files);
  if (!shape.ok) return shape;
  const accepted = acceptCall(shape.value);
  if (!accepted.ok) return accepted;
  const geometry = accepted.value;
  const formulation = formulationOf(scenario.formulation);
  const served = formulation.serves?.(geometry);
  if (served?.ok === false) return served;
  // The tensors alone first: asking for the working memory plans the run, which is for calls that fit.
  const bare = refuseBeyond(memoryCap, memoryOf(geometry, scenario.dtype, 0));
  if (!bare.ok) return bare;
  const working =
    formulation.workingBytes(geometry, scenario.dtype) +
    workingBytesReference(geometry, scenario.dtype);
  const fits = refuseBeyond(memoryCap, memoryOf(geometry, scenario.dtype, working));
  if (!fits.ok) return fits;
  const generator = seedGenerator(scenario.seed);
  if (!generator.ok) return generator;
  const make = (source: TensorSource, name: string): Steps<Result<Tensor>> =>
    makeTensor(source, name, scenario.dtype, files, generator.value);
  const input = yield* make(scenario.input, 'input');
  if (!input.ok) return input;
  const weight = yield* make(scenario.weight, 'weight');
  if (!weight.ok) return weight;
  const bias = scenario.bias === null ? null : yield* make(scenario.bias, 'bias');
  if (bias?.ok === false) return bias;
  const call: Call = {
    dtype: scenario.dtype,
    input: input.value,
    weight: weight.value,
    bias: bias === null ? null : bias.value,
    params: scenario.params,
  };
  return accept({ call, geometry, formulation });
}

/** Reads, writes out or fills one tensor, rounded to `dtype`. `name` is the argument's. */
function* makeTensor(
  source: TensorSource,
  name: string,
  dtype: DType,
  files: Files,
  generator: TorchGenerator,
): Steps<Result<Tensor>> {
  if ('fill' in source) {
    return accept(yield* fillTensor(source.fill, source.shape, dtype, generator));
  }
  if ('values' in source) {
    const { shape, values } = source;
    if (values.length === elementCount(shape)) return accept(tensorOf(dtype, shape, values));
    return refuse(
      'scenario',
      `${name}.values must have ${elementCount(shape)} numbers for shape ${formatShape(shape)}, but has ${values.length}.`,
    );
  }
  const bytes = fileBytes(source.file, files);
  const tensor = bytes.ok ? readNpy(bytes.value, source.file) : bytes;
  return tensor.ok ? accept(castTensor(tensor.value, dtype)) : tensor;
}
