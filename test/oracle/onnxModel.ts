import type { Params } from '../../src/engine/core/call.ts';
import type { Shape } from '../../src/engine/core/tensor.ts';

/** A field of a protocol-buffers message: a varint, or bytes with their length before them. */
type Field = readonly [id: number, value: number | string | Uint8Array];

/** A message as its bytes: just enough of protocol buffers to write an ONNX model. */
function message(...fields: readonly Field[]): Uint8Array {
  const parts = fields.flatMap(([id, value]) => {
    if (typeof value === 'number') return [Uint8Array.of(...varint(id * 8), ...varint(value))];
    const bytes = typeof value === 'string' ? new TextEncoder().encode(value) : value;
    return [Uint8Array.of(...varint(id * 8 + 2), ...varint(bytes.length)), bytes];
  });
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** A varint; a negative number is in two's complement of 64 bits. */
function varint(value: number): readonly number[] {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  for (; rest >= 128n; rest >>= 7n) bytes.push(Number(rest & 127n) + 128);
  return [...bytes, Number(rest)];
}

type Attribute = number | string | readonly number[];

/** onnx.AttributeProto: name = 1, i = 3, s = 4, ints = 8, type = 20 (INT = 2, STRING = 3, INTS = 7). */
function attribute(name: string, value: Attribute): Uint8Array {
  if (typeof value === 'number') return message([1, name], [3, value], [20, 2]);
  if (typeof value === 'string') return message([1, name], [4, value], [20, 3]);
  return message([1, name], ...value.map((entry): Field => [8, entry]), [20, 7]);
}

/**
 * onnx.ValueInfoProto of a float tensor: name = 1, type = 2 { tensor_type = 1 { elem_type = 1, shape = 2 } }; without a
 * shape it may have any.
 */
function value(name: string, shape: Shape | null): Uint8Array {
  const sizes = shape?.map((size): Field => [1, message([1, size])]);
  const dimensions: readonly Field[] = sizes === undefined ? [] : [[2, message(...sizes)]];
  return message([1, name], [2, message([1, message([1, 1], ...dimensions)])]);
}

export interface OnnxShapes {
  /** Null if the model is to take an input of any shape. */
  readonly input: Shape | null;
  readonly weight: Shape;
  readonly bias: Shape | null;
  /** Null if ONNX Runtime is to infer it. */
  readonly output: Shape | null;
}

/** onnx.TensorProto of float32 values: dims = 1, data_type = 2 (FLOAT = 1), name = 8, raw_data = 9. */
function constant(name: string, shape: Shape, values: Float32Array): Uint8Array {
  const raw = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  return message(...shape.map((size): Field => [1, size]), [2, 1], [8, name], [9, raw]);
}

/**
 * An ONNX model of one ConvTranspose (opset 11) with the inputs x, w and, if there is a bias, b, and
 * the output y; all float32. A `weight` that is given is a constant of the model instead of an input.
 */
export function onnxModel(
  shapes: OnnxShapes,
  { stride, padding, paddingEnd = padding, outputPadding, dilation, groups }: Params,
  weight: Float32Array | null = null,
): Uint8Array {
  return convTransposeModel(
    shapes,
    {
      kernel_shape: shapes.weight.slice(2),
      strides: stride,
      pads: [...padding, ...paddingEnd],
      output_padding: outputPadding,
      dilations: dilation,
      group: groups,
    },
    weight,
  );
}

/** Works like {@link onnxModel}, with any attributes of the operator and another opset. */
export function convTransposeModel(
  shapes: OnnxShapes,
  attributes: Readonly<Record<string, Attribute>>,
  weight: Float32Array | null = null,
  opset = 11,
): Uint8Array {
  const inputs = [
    value('x', shapes.input),
    ...(weight === null ? [value('w', shapes.weight)] : []),
    ...(shapes.bias === null ? [] : [value('b', shapes.bias)]),
  ];
  const names = shapes.bias === null ? ['x', 'w'] : ['x', 'w', 'b'];
  const node = message(
    ...names.map((name): Field => [1, name]),
    [2, 'y'],
    [4, 'ConvTranspose'],
    ...Object.entries(attributes).map(([name, entry]): Field => [5, attribute(name, entry)]),
  );
  // onnx.GraphProto: node = 1, name = 2, initializer = 5, input = 11, output = 12.
  const graph = message(
    [1, node],
    [2, 'call'],
    ...(weight === null ? [] : [[5, constant('w', shapes.weight, weight)] as const]),
    ...inputs.map((input): Field => [11, input]),
    [12, value('y', shapes.output)],
  );
  // onnx.ModelProto: ir_version = 1, graph = 7, opset_import = 8 { version = 2 }.
  return message([1, 6], [7, graph], [8, message([2, opset])]);
}
