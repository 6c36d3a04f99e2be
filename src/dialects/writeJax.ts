import { cropsAsSame, cropsAsValid } from './namedPadding.ts';
import { pythonCallText, keywordText, programText, sizeText, tupleText } from './pythonText.ts';
import { inputCode, weightCode } from './tensorCode.ts';
import type { PortableAxis, PortableCall, WrittenCall, Writing } from './writing.ts';

/** JAX's and Flax's default: (kh, kw, Cin, Cout), rotated by 180° against PyTorch's. */
const layout = { order: 'HWIO', isRotated: true } as const;

/** Writes a call as jax.lax.conv_transpose, or with groups as lax.conv_general_dilated. */
export function writeJax(call: PortableCall): Writing {
  const { axes, groups } = call;
  if (groups > 1) return { kind: 'impossible', because: noGroups('conv_transpose', groups), nearest: general(call) };
  const weight = weightCode(call, layout);
  const text = pythonCallText('lax.conv_transpose', [
    inputCode(call, 'last'),
    weight.name,
    `strides=${tupleText(axes.map(({ stride }) => stride))}`,
    `padding=${paddingText(axes)}`,
    dilationText('rhs_dilation', axes),
  ]);
  return { kind: 'written', written: finished(call, weight.lines, text, [transposeNote]) };
}

/** Writes a call as flax.nnx.ConvTranspose, or with groups as lax.conv_general_dilated. */
export function writeFlax(call: PortableCall): Writing {
  const { axes, groups, cin, cout, bias } = call;
  if (groups > 1) return { kind: 'impossible', because: noGroups('ConvTranspose', groups), nearest: general(call) };
  const weight = weightCode(call, layout);
  const layer = pythonCallText('nnx.ConvTranspose', [
    sizeText(cin),
    sizeText(cout),
    `kernel_size=${tupleText(axes.map(({ kernel }) => kernel))}`,
    keywordText('strides', tupleText(axes.map(({ stride }) => stride)), tupleText(axes.map(() => 1))),
    keywordText('padding', paddingText(axes), "'SAME'"),
    dilationText('kernel_dilation', axes),
    bias ? null : 'use_bias=False',
    'rngs=nnx.Rngs(0)',
  ]);
  const program = programText(
    ['import jax.numpy as jnp', 'from flax import nnx'],
    [
      ...weight.lines,
      `layer = ${layer}`,
      `layer.kernel.value = jnp.asarray(${weight.name})`,
      ...(bias ? ['layer.bias.value = jnp.asarray(b)'] : []),
      `y = layer(${inputCode(call, 'last')})`,
    ],
  );
  return { kind: 'written', written: { call: layer, weight: weight.lines, program, notes: [transposeNote] } };
}

const transposeNote = 'With transpose_kernel=True the kernel is (…, Cout, Cin) and not rotated, as in Keras.';

function noGroups(name: string, groups: number): string {
  return `${name} has no groups, and the call has ${groups}.`;
}

/** 'SAME' or 'VALID' if they crop so, otherwise the zeros around the input with zeros inserted. */
function paddingText(axes: readonly PortableAxis[]): string {
  if (axes.every(cropsAsSame)) return "'SAME'";
  return axes.every(cropsAsValid) ? "'VALID'" : zerosText(axes);
}

function zerosText(axes: readonly PortableAxis[]): string {
  return tupleText(
    axes.map(({ kernel, dilation, start, end }) => {
      const around = dilation * (kernel - 1);
      return tupleText([around - start, around - end]);
    }),
  );
}

function dilationText(name: string, axes: readonly PortableAxis[]): string | null {
  return keywordText(name, tupleText(axes.map(({ dilation }) => dilation)), tupleText(axes.map(() => 1)));
}

/** A convolution of stride 1 over the input with zeros inserted: what lax.conv_transpose is, with groups. */
function general(call: PortableCall): WrittenCall {
  const { axes, groups } = call;
  const weight = weightCode(call, layout);
  const letters = axes.length === 2 ? ["'NHWC'", "'HWIO'", "'NHWC'"] : ["'NHC'", "'HIO'", "'NHC'"];
  const text = pythonCallText('lax.conv_general_dilated', [
    inputCode(call, 'last'),
    weight.name,
    `window_strides=${tupleText(axes.map(() => 1))}`,
    `padding=${zerosText(axes)}`,
    `lhs_dilation=${tupleText(axes.map(({ stride }) => stride))}`,
    dilationText('rhs_dilation', axes),
    `dimension_numbers=${tupleText(letters)}`,
    `feature_group_count=${groups}`,
  ]);
  return finished(call, weight.lines, text, []);
}

function finished(call: PortableCall, weight: readonly string[], text: string, notes: readonly string[]): WrittenCall {
  const lines = [...weight, `y = ${text}`, ...(call.bias ? ['y = y + b'] : [])];
  const program = programText(['from jax import lax'], lines);
  return { call: text, weight, program, notes };
}
