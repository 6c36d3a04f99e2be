import type { Pair, Params } from '../../engine/core/call.ts';
import { ok, type Refusal, refuse, type Result } from '../../engine/core/refusal.ts';
import type { Shape } from '../../engine/core/tensor.ts';
import { type Api, type Constant, parameterOf, pythonValue } from '../../dialects/api.ts';
import { anySize } from '../../dialects/axisCrop.ts';
import type { Dialect } from '../../dialects/dialect.ts';
import { dialects } from '../../dialects/dialects.ts';
import { toParams } from '../../dialects/engineCall.ts';
import { type StoredWeight, storedWeightShape } from '../../dialects/engineWeight.ts';
import type { Layer } from '../../dialects/layer.ts';
import type { Value } from '../../dialects/value.ts';
import type { ScenarioCall } from './scenario.ts';

/** What is known of a call's tensors, in the engine's order: the input's height and width, and the weight. */
export interface CallSizes {
  /** Null if the input is in a file. */
  readonly input: readonly number[] | null;
  /** (Cin, Cout/groups, kH, kW); null if the weight is in a file. */
  readonly weight: Shape | null;
}

/** The arguments that say only how the weight is stored. */
const layoutArguments = ['transpose_kernel'];

/** Returns true if a call has arguments of its own. Otherwise it only says how the weight is stored. */
export function hasArguments({ args }: ScenarioCall): boolean {
  return Object.keys(args).some((name) => !layoutArguments.includes(name));
}

/** Returns the call with no arguments but those that say how the weight is stored. */
export function layoutOnly({ dialect, args }: ScenarioCall): ScenarioCall {
  return { dialect, args: Object.fromEntries(Object.entries(args).filter(([name]) => layoutArguments.includes(name))) };
}

/** Returns how a call's framework stores the weight. */
export function weightLayoutOf(call: ScenarioCall): Layer['weight'] {
  return layerOf(call, null).weight;
}

/** Returns the number of groups that a call's arguments give; 1 if they give none. */
export function callGroups(call: ScenarioCall): number {
  const { groups } = layerOf(call, null);
  return typeof groups === 'number' && groups >= 1 ? groups : 1;
}

/** Returns the kernel that a call's arguments give; null if they give none, or not as two numbers. */
export function kernelOf(call: ScenarioCall): Pair | null {
  const [h, w] = layerOf(call, null).axes.map(({ kernel }) => kernel);
  return typeof h === 'number' && typeof w === 'number' ? [h, w] : null;
}

/** A refusal, and the argument of the call that it is about; null if it is about the whole call. */
export interface CallRefusal {
  readonly refusal: Refusal;
  readonly argument: string | null;
}

/**
 * Works out the engine's parameters of a call in a framework's words. Refused in the framework's words, and if a size
 * that the crop depends on is in a file.
 */
export function paramsOfCall(call: ScenarioCall, sizes: CallSizes): { readonly params: Params } | CallRefusal {
  const dialect = dialects[call.dialect];
  const api = apiOf(dialect);
  const layer = layerOf(call, sizes.weight);
  if (layer.refused !== null) return { refusal: layer.refused, argument: argumentOf(call, api, layer.refused) };
  const resolved = resolved2d(dialect, layer, sizes);
  if (resolved.ok) return { params: resolved.value };
  return { refusal: resolved.refusal, argument: argumentOf(call, api, resolved.refusal) };
}

function resolved2d(dialect: Dialect, layer: Layer, { input }: CallSizes): Result<Params> {
  if (layer.axes.length !== 2) return refuse('scenario', `${layer.api} has one spatial axis; a scenario has two.`);
  if (layer.axes.some(({ kernel }) => typeof kernel !== 'number'))
    return refuse('kernel_size', 'kernel_size is missing: the weight is in a file, so the call has to say it.');
  if (input === null && layer.axes.some((axis) => dialect.cropDependsOnInput(axis)))
    return refuse(
      'scenario',
      `What ${layer.api} crops depends on the size of the input, which is in a file: leave the arguments of the call out, and write stride, padding and output_padding beside it.`,
    );
  return toParams(layer, input ?? layer.axes.map(() => anySize));
}

function argumentOf({ args }: ScenarioCall, api: Api, refusal: Refusal): string | null {
  const name = parameterOf(api, refusal.argument) ?? refusal.argument;
  return name in args ? name : null;
}

/** The class or function whose arguments a scenario's call has. */
function apiOf(dialect: Dialect): Api {
  const [api] = dialect.apis;
  if (api === undefined) throw new Error(`${dialect.title} has no API.`);
  return api;
}

/** Reads the arguments of a call. What is not known of its tensors is named by a letter; `weight` is as in {@link CallSizes}. */
function layerOf(call: ScenarioCall, weight: CallSizes['weight']): Layer {
  const dialect = dialects[call.dialect];
  const api = apiOf(dialect);
  const args = new Map<string, Value>();
  for (const [name, value] of Object.entries(call.args)) {
    if (api.parameters.some((parameter) => parameter.name === name)) args.set(name, pythonValue(value));
  }
  for (const parameter of api.parameters) {
    if (parameter.absent === null && !args.has(parameter.name))
      args.set(parameter.name, { kind: 'unknown', source: parameter.name });
  }
  if (api.kind === 'class' && weight !== null && !('kernel_size' in call.args))
    args.set('kernel_size', pythonValue(weight.slice(2)));
  const output = args.get('output_shape');
  if (call.dialect === 'tensorflow' && output?.kind === 'list' && output.items.length === 2)
    args.set('output_shape', { kind: 'list', items: [unknown('N'), ...output.items, unknown('Cout')] });
  if (api.weight === null) return dialect.readLayer(api, args);
  const layout = dialect.readLayer(api, args);
  const groups = typeof layout.groups === 'number' && layout.groups >= 1 ? layout.groups : 1;
  const shape = shapeOfWeight(call.args.kernel_size, weight, { weight: layout.weight, groups });
  if (shape !== null) args.set(api.weight, shape);
  return dialect.readLayer(api, args);
}

function unknown(source: string): Value {
  return { kind: 'unknown', source };
}

/** Returns the weight's shape as a list of sizes in the framework's order; null if nothing is known of it. */
function shapeOfWeight(kernelSize: Constant | undefined, weight: Shape | null, layout: StoredWeight): Value | null {
  if (weight !== null) return pythonValue(storedWeightShape(weight, layout));
  if (kernelSize === undefined) return null;
  const [h, w] = Array.isArray(kernelSize) ? (kernelSize as readonly Constant[]) : [kernelSize, kernelSize];
  if (h === undefined || w === undefined) return null;
  const sizes: Readonly<Record<string, Value>> = {
    I: unknown('Cin'),
    O: unknown('Cout'),
    H: pythonValue(h),
    W: pythonValue(w),
  };
  return { kind: 'list', items: Array.from(layout.weight.order, (letter) => sizes[letter] ?? unknown(letter)) };
}

/** Refuses a kernel_size that differs from the kernel of the weight. */
export function checkKernel(call: ScenarioCall, weight: Shape): Result<null> {
  const kernel = kernelOf(call);
  const [h, w] = weight.slice(2);
  if (kernel === null || h === undefined || w === undefined || (kernel[0] === h && kernel[1] === w)) return ok(null);
  return refuse('kernel_size', `kernel_size is ${kernel.join(' × ')}, but the kernel of the weight is ${h} × ${w}.`);
}
