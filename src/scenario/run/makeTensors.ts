import { engineWeight } from '../../dialects/engineWeight.ts';
import { fillTensor } from '../../engine/fills/fillTensor.ts';
import { seedGenerator, type TorchGenerator } from '../../engine/fills/torchGenerator.ts';
import { arithmeticDType } from '../../engine/precision/profiles.ts';
import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import type { Steps } from '../../engine/core/steps.ts';
import { elementCount, tensorOf, type DType, type Tensor } from '../../engine/core/tensor.ts';
import type { FilesByPath } from '../document/filesByPath.ts';
import { tensorOfFile } from './tensorOfFile.ts';
import type { CallTensors, FilledTensors } from './filledTensors.ts';
import { formatShape } from '../text/format.ts';
import type { Scenario, TensorSource } from '../document/scenario.ts';

/**
 * Makes the tensors of a scenario: input, weight and bias, drawn in this order from one generator, in the precision
 * that holds the scenario's dtype. `filled` provides the tensors of the previous scenario if they are the same.
 */
export function* makeTensors(
  scenario: Scenario,
  files: FilesByPath,
  filled?: FilledTensors,
): Steps<Result<CallTensors>> {
  const generator = seedGenerator(scenario.seed);
  if (!generator.ok) return generator;
  const kept = filled?.recall(scenario) ?? null;
  if (kept !== null) return ok(kept);
  const make = (source: TensorSource, name: string): Steps<Result<Tensor>> =>
    makeTensor(source, name, arithmeticDType(scenario.dtype), files, generator.value);
  const input = yield* make(scenario.input, 'input');
  if (!input.ok) return input;
  const stored = yield* make(scenario.weight, 'weight');
  if (!stored.ok) return stored;
  const weight = inEngineOrder(scenario, stored.value);
  const bias = scenario.bias === null ? null : yield* make(scenario.bias, 'bias');
  if (bias?.ok === false) return bias;
  const made = { input: input.value, weight, bias: bias?.value ?? null };
  filled?.keep(scenario, made);
  return ok(made);
}

/** Returns the weight of a scenario in the engine's order, if its file has it in another framework's. */
function inEngineOrder({ weight, params }: Scenario, tensor: Tensor): Tensor {
  if (!('file' in weight) || weight.stored === undefined) return tensor;
  return engineWeight(tensor, { weight: weight.stored.layout, groups: params.groups });
}

/** Reads, copies or fills one tensor and rounds it to `dtype`. `name` is the name of the argument. */
function* makeTensor(
  source: TensorSource,
  name: string,
  dtype: DType,
  files: FilesByPath,
  generator: TorchGenerator,
): Steps<Result<Tensor>> {
  if ('fill' in source) {
    return ok(yield* fillTensor(source.fill, source.shape, dtype, generator));
  }
  if ('values' in source) {
    const { shape, values } = source;
    if (values.length === elementCount(shape)) return ok(tensorOf(dtype, shape, values));
    return refuse(
      'scenario',
      `${name}.values must have ${elementCount(shape)} numbers for shape ${formatShape(shape)}, but has ${values.length}.`,
    );
  }
  return tensorOfFile(source.file, files, dtype);
}
