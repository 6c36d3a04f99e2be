import type { Argument } from '../engine/core/refusal.ts';
import type { Value } from './value.ts';

/** A parameter of an API. */
export interface ApiParameter {
  readonly name: string;
  /** The value if the call does not give the parameter; null if it must. */
  readonly absent: Value | null;
  readonly keywordOnly: boolean;
  /** Names that older versions use for the parameter, such as `value` for `input` in TensorFlow 1. */
  readonly formerNames: readonly string[];
}

/** A class or a function of a framework that describes a transposed convolution. */
export interface Api {
  /** The name with imports resolved, such as `torch.nn.ConvTranspose2d`. */
  readonly name: string;
  /** Other names of the same object: `torch.conv_transpose2d`. */
  readonly otherNames: readonly string[];
  /** The name as users write it: `nn.ConvTranspose2d`. */
  readonly shown: string;
  /** The number of spatial axes; null if the arguments decide, as in JAX. */
  readonly rank: 1 | 2 | null;
  /** A class is called to make a layer; a function is applied to its input at once. */
  readonly kind: 'class' | 'function';
  /** The parameters in the order of their positions; those that are keyword-only follow. */
  readonly parameters: readonly ApiParameter[];
  /** True if the API takes keywords that are not listed, such as Keras's `name`. */
  readonly takesOtherKeywords: boolean;
  /**
   * The parameters that are tensors: the input and the weight. Their values are a list of sizes if the shape of the
   * tensor is known, and otherwise unknown. Null if the API has no such parameter.
   */
  readonly input: string | null;
  readonly weight: string | null;
  /** The names of the engine's arguments in this API, where they differ: stride is `strides` in Keras. */
  readonly argumentNames: Readonly<Partial<Record<Argument, string>>>;
  /** The order in which older versions take the same parameters by position; omitted if all versions agree. */
  readonly olderOrder?: OlderOrder;
}

/** The positions of parameters in older versions of an API. */
export interface OlderOrder {
  readonly parameters: readonly ApiParameter[];
  /** Returns true if the values at the positions of a call have no meaning in the order of today. */
  readonly isMeant: (positional: readonly Value[]) => boolean;
}

/** Returns the parameters that a call can give by position, in the order that the values show. */
export function positionalParameters(api: Api, positional: readonly Value[]): readonly ApiParameter[] {
  const older = api.olderOrder?.isMeant(positional) === true ? api.olderOrder : api;
  return older.parameters.filter((parameter) => !parameter.keywordOnly);
}

/** Returns the name that the parameter of a refusal has in an API; null if the API has no such parameter. */
export function parameterOf(api: Api, argument: Argument): string | null {
  const name = api.argumentNames[argument] ?? argument;
  return api.parameters.some((parameter) => parameter.name === name) ? name : null;
}

/** A parameter that a call must give. */
export function required(name: string, ...formerNames: readonly string[]): ApiParameter {
  return { name, absent: null, keywordOnly: false, formerNames };
}

/** A parameter with a default: a number, a boolean, a text, null for None, or a list of numbers. */
export function optional(
  name: string,
  absent: number | boolean | string | null | readonly number[],
  ...formerNames: readonly string[]
): ApiParameter {
  return { name, absent: pythonValue(absent), keywordOnly: false, formerNames };
}

/** Makes parameters keyword-only. */
export function keywordOnly(...parameters: readonly ApiParameter[]): readonly ApiParameter[] {
  return parameters.map((parameter) => ({ ...parameter, keywordOnly: true }));
}

/** A constant that a value can be made of. */
export type Constant = number | boolean | string | null | readonly Constant[];

/** Returns the value of a constant: null is None, a list is a tuple. */
export function pythonValue(constant: Constant): Value {
  if (constant === null) return { kind: 'none' };
  switch (typeof constant) {
    case 'number':
      return { kind: 'number', number: constant };
    case 'boolean':
      return { kind: 'boolean', boolean: constant };
    case 'string':
      return { kind: 'text', text: constant };
    default:
      return { kind: 'list', items: constant.map(pythonValue) };
  }
}
