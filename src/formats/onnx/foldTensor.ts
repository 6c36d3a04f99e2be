import { ok, type Result } from '../../engine/core/refusal.ts';
import { elementCount, type Shape } from '../../engine/core/tensor.ts';
import type { ElementName } from '../common/element.ts';
import { quoted } from '../common/quoted.ts';
import { storedInMemory, type TensorStorage } from '../common/tensorStorage.ts';
import {
  computedFrom,
  type FoldedValue,
  converter,
  readConstant,
  readIntegers,
  inShape,
  transposed,
} from './foldedValue.ts';
import { dataTypes } from './dataTypes.ts';
import { attributesOf, type GraphNode, valueNamed, type GraphScope } from './graph.ts';
import { locateTensor, type LocatedTensor } from './locateTensor.ts';
import type { ModelBytes } from './modelBytes.ts';
import { dequantised, type Quantisation, quantised } from './quantised.ts';
import { foldedOperators } from './readGraph.ts';
import type { OnnxModel } from './readModel.ts';
import type { NodeAttribute } from './readNode.ts';
import { mostIntegers } from './readParts.ts';
import { readTensorProto } from './readTensorProto.ts';

/** A tensor that is known without running the model; or why it is not, and its shape if the model declares it. */
export type Folded =
  | { readonly kind: 'constant'; readonly constant: FoldedValue; readonly isStored: boolean }
  | ({ readonly kind: 'open'; readonly shape: Shape | null } & Reason);

/** Why a tensor is not known: what is true of the value that it comes from, through some operators. */
interface Reason {
  /** "is an input of the model". */
  readonly why: string;
  /** The name of that value. */
  readonly origin: string;
  /** The operators on the way, the last one first. */
  readonly operators: readonly string[];
}

/** The most operators that a sentence names. */
const mostNamed = 4;

/** Says why a tensor is not known, without the tensor's name: "comes through Transpose from "k", which is an input of the model". */
export function reasonText({ why, origin, operators }: Reason): string {
  if (operators.length === 0) return why;
  const more = operators.length > mostNamed ? ' …' : '';
  return `comes through ${operators.slice(0, mostNamed).join(', ')}${more} from ${quoted(origin)}, which ${why}`;
}

/** The longest chain of nodes that is followed. */
const mostSteps = 32;

/** Reads the storage of a tensor that the model stores. */
export type LocateStored = (stored: LocatedTensor) => Promise<Result<TensorStorage>>;

/**
 * Follows names to the constants that they stand for: through Identity, Cast, CastLike, Transpose, Reshape, Flatten,
 * Squeeze, Unsqueeze, ConstantOfShape, QuantizeLinear, DequantizeLinear and calls of functions. Only shapes and other
 * short lists are read. What is wrong with a node is a reason, not a refusal: it does not close the model.
 */
export class Folder {
  readonly #bytes: ModelBytes;
  readonly #model: OnnxModel;
  readonly #locate: LocateStored;

  constructor(bytes: ModelBytes, model: OnnxModel, locate: LocateStored) {
    this.#bytes = bytes;
    this.#model = model;
    this.#locate = locate;
  }

  /** Follows a name in a scope. */
  async fold(name: string, scope: GraphScope, steps = mostSteps): Promise<Result<Folded>> {
    const found = valueNamed(name, scope);
    const open = (why: string, shape?: Shape | null): Result<Folded> =>
      ok({ kind: 'open', why, origin: name, operators: [], shape: shape ?? null });
    switch (found.kind) {
      case 'tensor': {
        const { tensor } = found;
        if (tensor.kind === 'unread') return open(`cannot be read: it is ${tensor.problem}`);
        const { entry } = tensor.stored;
        const { element, shape, key } = entry;
        const constant = { element, shape, through: key, locate: () => this.#locate(tensor.stored) };
        return ok({ kind: 'constant', constant, isStored: true });
      }
      case 'input':
        return open(`is an input of the ${found.of === 'model' ? 'model' : 'graph it is in'}`, found.declared?.shape);
      case 'unknown':
        return open('is not in the model');
      case 'computed': {
        const { producer } = found;
        const { node, operator, output } = producer;
        const shape = found.scope.graph.declared.get(name)?.shape;
        if (node === null) return open(`is computed by ${operator}`, shape);
        if (steps === 0) return open(`is computed through more than ${mostSteps} nodes`, shape);
        const folded = await this.#through(node, output, found.scope, steps - 1);
        if (!folded.ok) return folded;
        const value = folded.value;
        if (typeof value === 'string')
          return open(`is computed by ${operator}${value === '' ? '' : `, and ${value}`}`, shape);
        if ('why' in value)
          return ok({ kind: 'open', ...value, operators: [operator, ...value.operators], shape: shape ?? null });
        return ok({ kind: 'constant', constant: value, isStored: false });
      }
    }
  }

  /** Folds an input of a node. */
  async #operand(
    node: GraphNode,
    at: number,
    scope: GraphScope,
    steps: number,
  ): Promise<Result<FoldedValue | Reason | string>> {
    const name = node.inputs[at] ?? '';
    return name === '' ? ok(`its input ${at} is missing`) : await this.#inner(name, scope, steps);
  }

  async #inner(name: string, scope: GraphScope, steps: number): Promise<Result<FoldedValue | Reason>> {
    const folded = await this.fold(name, scope, steps);
    if (!folded.ok) return folded;
    if (folded.value.kind === 'constant') return ok(folded.value.constant);
    const { why, origin, operators } = folded.value;
    return ok({ why, origin, operators });
  }

  /**
   * Folds the result of a node. A text says what is wrong with the node; "" that its operator is not folded.
   */
  async #through(
    node: GraphNode,
    output: number,
    scope: GraphScope,
    steps: number,
  ): Promise<Result<FoldedValue | Reason | string>> {
    const called = await this.#model.scopeOfCall(node, scope);
    if (!called.ok) return called;
    if (called.value !== null) return await this.#inner(called.value.graph.outputs[output] ?? '', called.value, steps);
    const opType = foldedOperators.find((folded) => folded === node.opType);
    if (opType === undefined || output > 0) return ok('');
    const attributes = attributesOf(node, scope);
    const data = await this.#operand(node, 0, scope, steps);
    if (!data.ok) return data;
    if (!isConstant(data.value)) return data;
    const x = data.value;
    const step = (result: FoldedValue, words = ''): FoldedValue => ({
      ...result,
      through: `${x.through} → ${opType}${words === '' ? '' : ` ${words}`}`,
    });
    switch (opType) {
      case 'Identity':
        return ok(step(x));
      case 'Transpose': {
        const given = attributes.get('perm')?.integers ?? x.shape.map((_, axis) => x.shape.length - 1 - axis);
        const isOrder = [...given].sort((a, b) => a - b).every((axis, at) => axis === at);
        if (given.length !== x.shape.length || !isOrder) return ok(`its perm is ${given.join(' ')}`);
        return ok(step(transposed(x, given), `(${given.join(', ')})`));
      }
      case 'Cast': {
        const to = attributes.get('to');
        const type =
          dataTypes.get(to?.integers[0] ?? 0) ?? [...dataTypes.values()].find(({ name }) => name === to?.text);
        if (type === undefined || type.stored === null) return ok(`its type ${type?.name ?? 'to'} is not read`);
        return ok(cast(x, type.stored.element, step));
      }
      case 'CastLike': {
        const element = await this.#elementOf(node.inputs[1] ?? '', scope, steps);
        if (!element.ok) return element;
        return ok(element.value === null ? 'the type of its second input is not known' : cast(x, element.value, step));
      }
      case 'Flatten': {
        const axis = attributes.get('axis')?.integers[0] ?? 1;
        const cut = axis < 0 ? axis + x.shape.length : axis;
        const shape = [elementCount(x.shape.slice(0, cut)), elementCount(x.shape.slice(cut))];
        return ok(step(inShape(x, shape), shapeWords(shape)));
      }
      case 'Reshape':
      case 'Squeeze':
      case 'Unsqueeze': {
        const list = await this.#list(node, attributes, opType === 'Reshape' ? 'shape' : 'axes', scope, steps);
        if (!list.ok) return list;
        if (list.value !== null && !Array.isArray(list.value)) return ok(list.value as Reason | string);
        const shape = shapeAfter(opType, x.shape, list.value, attributes);
        if (typeof shape === 'string') return ok(shape);
        return ok(step(inShape(x, shape), shapeWords(shape)));
      }
      case 'ConstantOfShape':
        return await this.#constantOfShape(x, attributes);
      case 'QuantizeLinear':
      case 'DequantizeLinear': {
        const given = await this.#quantisation(node, x, attributes, scope, steps);
        if (!given.ok) return given;
        if (typeof given.value === 'string' || 'why' in given.value) return ok(given.value);
        if (opType === 'DequantizeLinear') return ok(dequantised(given.value));
        const declared = dataTypes.get(attributes.get('output_dtype')?.integers[0] ?? 0)?.stored?.element;
        return ok(quantised(given.value, given.value.zeroPoint?.element ?? declared ?? 'uint8'));
      }
    }
  }

  /** Reads the integers of an attribute or, from opset 13 on, of the second input; null if there are none. */
  async #list(
    node: GraphNode,
    attributes: ReadonlyMap<string, NodeAttribute>,
    name: string,
    scope: GraphScope,
    steps: number,
  ): Promise<Result<readonly number[] | null | Reason | string>> {
    const own = attributes.get(name)?.integers;
    if (own !== undefined) return ok(own);
    if ((node.inputs[1] ?? '') === '') return ok(null);
    const given = await this.#operand(node, 1, scope, steps);
    if (!given.ok) return given;
    if (!isConstant(given.value)) return ok(given.value);
    const integers = await readIntegers(given.value, mostIntegers);
    return ok(integers.ok ? integers.value : `its ${name} cannot be read`);
  }

  async #constantOfShape(
    shape: FoldedValue,
    attributes: ReadonlyMap<string, NodeAttribute>,
  ): Promise<Result<FoldedValue | string>> {
    const sizes = await readIntegers(shape, mostIntegers);
    if (!sizes.ok) return ok('its shape cannot be read');
    if (!sizes.value.every((size) => size >= 0) || !Number.isSafeInteger(elementCount(sizes.value)))
      return ok(`its shape is ${sizes.value.join(' ')}`);
    const range = attributes.get('value')?.tensor ?? null;
    const through = `ConstantOfShape ${shapeWords(sizes.value)}`;
    if (range === null) return ok(filled(sizes.value, 'float32', 0, through));
    const proto = await readTensorProto(this.#bytes, range);
    if (!proto.ok) return proto;
    const stored = locateTensor('', proto.value);
    if (typeof stored === 'string') return ok(`its value is ${stored}`);
    if (elementCount(stored.entry.shape) !== 1) return ok('its value is not one number');
    const value = await this.#locate(stored);
    if (!value.ok) return ok('its value cannot be read');
    // One element, repeated along every axis.
    const locate = (): Promise<Result<TensorStorage>> =>
      Promise.resolve(ok({ ...value.value, shape: sizes.value, strides: sizes.value.map(() => 0) }));
    return ok({ element: stored.entry.element, shape: sizes.value, through, locate });
  }

  async #quantisation(
    node: GraphNode,
    x: FoldedValue,
    attributes: ReadonlyMap<string, NodeAttribute>,
    scope: GraphScope,
    steps: number,
  ): Promise<Result<Quantisation | Reason | string>> {
    const scale = await this.#operand(node, 1, scope, steps);
    if (!scale.ok) return scale;
    if (!isConstant(scale.value)) return ok(scale.value);
    const hasZeroPoint = (node.inputs[2] ?? '') !== '';
    const zeroPoint = hasZeroPoint ? await this.#operand(node, 2, scope, steps) : ok(null);
    if (!zeroPoint.ok) return zeroPoint;
    if (zeroPoint.value !== null && !isConstant(zeroPoint.value)) return ok(zeroPoint.value);
    const axis = attributes.get('axis')?.integers[0] ?? 1;
    const blockSize = attributes.get('block_size')?.integers[0] ?? 0;
    return ok({ x, scale: scale.value, zeroPoint: zeroPoint.value, axis, blockSize });
  }

  /** Returns the element type of a value, whether or not it is constant; null if the model does not say. */
  async #elementOf(name: string, scope: GraphScope, steps: number): Promise<Result<ElementName | null>> {
    const folded = await this.fold(name, scope, steps);
    if (!folded.ok) return folded;
    if (folded.value.kind === 'constant') return ok(folded.value.constant.element);
    const found = valueNamed(name, scope);
    if (found.kind === 'input') return ok(found.declared?.element ?? null);
    return ok(found.kind === 'computed' ? (found.scope.graph.declared.get(name)?.element ?? null) : null);
  }
}

function isConstant(found: FoldedValue | Reason | string): found is FoldedValue {
  return typeof found !== 'string' && !('why' in found);
}

function shapeWords(shape: Shape): string {
  return `(${shape.join(', ')})`;
}

function filled(shape: Shape, element: 'float32', value: number, through: string): FoldedValue {
  const one = storedInMemory({ dtype: element, shape: [1], data: Float32Array.of(value) });
  const strides = shape.map(() => 0);
  return { element, shape, through, locate: () => Promise.resolve(ok({ ...one, shape, strides })) };
}

function cast(
  x: FoldedValue,
  element: ElementName,
  step: (result: FoldedValue, words: string) => FoldedValue,
): FoldedValue | string {
  const convert = converter(element);
  if (convert === null) return `its type ${element} is not computed`;
  const to = `to ${element}`;
  if (x.element === element) return step(x, to);
  return step(
    computedFrom(x, element, async () => {
      const read = await readConstant(x);
      return read.ok ? ok((index) => convert(read.value.data[index] ?? NaN)) : read;
    }),
    to,
  );
}

/** Returns the shape that Reshape, Squeeze or Unsqueeze makes. If the list does not fit, says what is wrong. */
function shapeAfter(
  opType: 'Reshape' | 'Squeeze' | 'Unsqueeze',
  shape: Shape,
  list: readonly number[] | null,
  attributes: ReadonlyMap<string, NodeAttribute>,
): Shape | string {
  if (list === null) return opType === 'Squeeze' ? shape.filter((size) => size !== 1) : 'it lacks a list of sizes';
  if (opType === 'Reshape') {
    const keepsZero = attributes.get('allowzero')?.integers[0] === 1;
    const sizes = list.map((size, axis) => (size === 0 && !keepsZero ? (shape[axis] ?? 0) : size));
    const known = elementCount(sizes.filter((size) => size !== -1));
    const made = sizes.map((size) => (size === -1 ? elementCount(shape) / known : size));
    const fits = made.every((size) => Number.isSafeInteger(size) && size >= 0);
    return fits && elementCount(made) === elementCount(shape) ? made : `its shape is ${list.join(' ')}`;
  }
  const rank = opType === 'Squeeze' ? shape.length : shape.length + list.length;
  const axes = new Set(list.map((axis) => (axis < 0 ? axis + rank : axis)));
  const fits =
    axes.size === list.length && [...axes].every((axis) => Number.isInteger(axis) && axis >= 0 && axis < rank);
  if (!fits) return `its axes are ${list.join(' ')}`;
  if (opType === 'Squeeze') {
    const isOne = [...axes].every((axis) => shape[axis] === 1);
    return isOne ? shape.filter((_, axis) => !axes.has(axis)) : `its axes are ${list.join(' ')}`;
  }
  const rest = [...shape];
  return Array.from({ length: rank }, (_, axis) => (axes.has(axis) ? 1 : (rest.shift() ?? 1)));
}
