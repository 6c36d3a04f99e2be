import type { Call } from '../../engine/core/call.ts';
import { arithmeticDType } from '../../engine/precision/profiles.ts';
import type { Tensor } from '../../engine/core/tensor.ts';
import type { Scenario, TensorSource } from '../document/scenario.ts';

/** The tensors of a call. */
export type CallTensors = Pick<Call, 'input' | 'weight' | 'bias'>;

/** The most elements that are kept; larger tensors are made again. */
const mostElements = 2 ** 22;

/**
 * Keeps the tensors of the last scenario's fills. A change of a parameter leaves them as they are, and drawing random
 * numbers takes longer than the whole run of a small call.
 */
export class FilledTensors {
  #key = '';
  #kept: CallTensors | null = null;

  /** Returns a copy of the kept tensors if they are what the fills of the scenario make, otherwise null. */
  recall(scenario: Scenario): CallTensors | null {
    return this.#kept !== null && keyOf(scenario) === this.#key ? copyOf(this.#kept) : null;
  }

  /** Keeps a copy of the tensors that the fills of a scenario made. Tensors from files are not kept. */
  keep(scenario: Scenario, made: CallTensors): void {
    const key = keyOf(scenario);
    const elements = [made.input, made.weight, made.bias].reduce((sum, tensor) => sum + (tensor?.data.length ?? 0), 0);
    const worth = key !== null && elements <= mostElements;
    this.#key = worth ? key : '';
    this.#kept = worth ? copyOf(made) : null;
  }
}

/** Returns a text that identifies the tensors, or null if one of them comes from a file. */
function keyOf({ seed, dtype, input, weight, bias }: Scenario): string | null {
  const ofFile = (source: TensorSource | null): boolean => source !== null && 'file' in source;
  if ([input, weight, bias].some(ofFile)) return null;
  return JSON.stringify([seed, arithmeticDType(dtype), input, weight, bias]);
}

function copyOf({ input, weight, bias }: CallTensors): CallTensors {
  const copy = (tensor: Tensor): Tensor => ({ ...tensor, data: tensor.data.slice() }) as Tensor;
  return { input: copy(input), weight: copy(weight), bias: bias === null ? null : copy(bias) };
}
