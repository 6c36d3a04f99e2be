import type { Constant } from '../../dialects/api.ts';
import { dialects } from '../../dialects/dialects.ts';
import { engineWeight, engineWeightShape } from '../../dialects/engineWeight.ts';
import type { DialectId } from '../../dialects/layer.ts';
import type { Params } from '../../engine/core/call.ts';
import { tensorOf } from '../../engine/core/tensor.ts';
import { checkKernel, callGroups, hasArguments, kernelOf, paramsOfCall, weightLayoutOf } from './dialectCall.ts';
import { type JsonObject, type JsonReader, quotedValue } from './json/jsonReader.ts';
import type { Scenario, ScenarioCall, TensorSource } from './scenario.ts';

/** The keys of PyTorch's parameters, which stand beside a call that only says how the weight is stored. */
const paramKeys = ['stride', 'padding', 'padding_end', 'output_padding', 'dilation', 'groups'] as const;

/** The frameworks in whose words a call may be written. */
export const dialectChoices = Object.keys(dialects) as readonly DialectId[];

/**
 * Reads `"call"`: a dialect, and arguments under the names of its framework. Refuses arguments that the framework does not
 * have, and PyTorch's parameters beside them.
 */
export function readCall(reader: JsonReader, fields: JsonObject): ScenarioCall {
  const given = fields.call;
  const isObject = typeof given === 'object' && given !== null && !Array.isArray(given);
  const dialect = reader.oneOf(isObject ? (given as JsonObject).dialect : undefined, 'call.dialect', dialectChoices);
  const members = reader.object(given, 'call', ['dialect', ...dialects[dialect].documentMembers]);
  const entries = Object.entries(members).filter(([name]) => name !== 'dialect');
  const args = Object.fromEntries(entries.map(([name, value]) => [name, constantIn(reader, value, `call.${name}`)]));
  const call = { dialect, args };
  if ('kernel_size' in args && !isKernelSize(args.kernel_size))
    reader.complain('call.kernel_size', 'call.kernel_size must be one integer or [height, width], and at least 1.');
  const beside = paramKeys.find((key) => key in fields);
  if (beside !== undefined && hasArguments(call))
    reader.complain(
      beside,
      `${beside} stands beside the arguments of call, which already say it in the words of ${dialects[dialect].title}: remove one of them.`,
      undefined,
    );
  return call;
}

function isKernelSize(value: Constant | undefined): boolean {
  const isSize = (size: unknown): boolean => Number.isSafeInteger(size) && (size as number) >= 1;
  return isSize(value) || (Array.isArray(value) && value.length === 2 && value.every(isSize));
}

function constantIn(reader: JsonReader, value: unknown, path: string, depth = 0): Constant {
  if (typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean' || value === null)
    return value;
  // The deepest argument is a pair for each axis.
  if (Array.isArray(value) && depth < 2)
    return value.map((item, at) => constantIn(reader, item, `${path}[${at}]`, depth + 1));
  reader.complain(path, `${path} must be a number, a string or a list, but is ${quotedValue(value)}.`);
  return null;
}

/**
 * Works out the parameters of a call in a framework's words, and turns its weight into the engine's order. `beside` reads
 * PyTorch's parameters, which apply if the call has no arguments.
 */
export function workedOutCall(
  reader: JsonReader,
  call: ScenarioCall,
  { input, weight }: Pick<Scenario, 'input' | 'weight'>,
  beside: () => Params,
): Pick<Scenario, 'weight' | 'params'> {
  const own = hasArguments(call) ? null : beside();
  const groups = own === null ? callGroups(call) : Math.max(1, own.groups);
  const turned = engineOrder(reader, call, weight, groups);
  if (own !== null) return { weight: turned, params: own };
  const absent = { weight: turned, params: beside() };
  const shape = 'shape' in turned ? turned.shape : null;
  const kernel = shape === null ? null : checkKernel(call, shape);
  if (kernel?.ok === false) {
    reader.complain('call.kernel_size', kernel.refusal.message);
    return absent;
  }
  if (reader.problem !== null) return absent;
  const found = paramsOfCall(call, { input: 'shape' in input ? input.shape.slice(-2) : null, weight: shape });
  if ('params' in found) return { weight: turned, params: found.params };
  reader.complain(found.argument === null ? 'call' : `call.${found.argument}`, `call: ${found.refusal.message}`);
  return absent;
}

/** Turns a weight that is written in the order of the call's framework. A file is turned when it is read. */
function engineOrder(reader: JsonReader, call: ScenarioCall, weight: TensorSource, groups: number): TensorSource {
  const layout = weightLayoutOf(call);
  if ('file' in weight) return { ...weight, stored: { layout, kernel: kernelOf(call) } };
  const order = { weight: layout, groups };
  if (weight.shape.length !== 4) {
    const letters = { I: 'Cin', O: 'Cout', H: 'kH', W: 'kW' } as const;
    const axes = Array.from(layout.order, (letter) => letters[letter as keyof typeof letters]).join(', ');
    reader.complain(
      'weight',
      `weight has ${weight.shape.length} axes; in ${dialects[call.dialect].title} it must be (${axes}).`,
    );
    return weight;
  }
  const shape = engineWeightShape(weight.shape, order);
  if (shape.some((size) => !Number.isInteger(size))) {
    reader.complain('weight', `weight of shape (${weight.shape.join(', ')}) cannot be divided into ${groups} groups.`);
    return weight;
  }
  if ('fill' in weight) return { ...weight, shape };
  const { data } = engineWeight(tensorOf('float64', weight.shape, weight.values), order);
  return { shape, values: Array.from(data) };
}
