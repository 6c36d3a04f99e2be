import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import { elementCount, isSameShape, type Shape } from '../../engine/core/tensor.ts';
import type { Scenario, TensorSource } from '../document/scenario.ts';
import { precisionName } from '../text/precisionText.ts';
import { formatInteger, formatShape } from '../text/format.ts';
import { precisionWith } from './dtypeText.ts';
import type { TensorText } from './tensorText.ts';

/** The tensors of a call whose numbers a text can give. */
export type PastedRole = 'input' | 'weight' | 'bias';

/** A scenario that a text has changed, and what was read, in sentences. */
export interface PastedScenario {
  readonly scenario: Scenario;
  readonly summary: string;
}

/** The shapes of a call's tensors as far as they are known: those of files too. */
export type KnownShapes = Readonly<Record<PastedRole, Shape | null>>;

const symbols: Readonly<Record<PastedRole, string>> = { input: 'x', weight: 'w', bias: 'b' };

/**
 * Returns the scenario with the numbers of a text as one of its tensors. The shape follows the text; the other tensors
 * follow where they are fills. The dtype that the text names becomes the precision. Refused if the shape cannot be one
 * of the role. Whether the call is valid is decided by `validateCall`.
 */
export function withPastedTensor(
  scenario: Scenario,
  role: PastedRole,
  text: TensorText,
  shapes: KnownShapes,
): Result<PastedScenario> {
  const fitted = fitShape(role, text, shapes);
  if (!fitted.ok) return fitted;
  const shape = fitted.value;
  const dtype = precisionWith(text.dtype, scenario.dtype);
  const notes = [
    `Read ${symbols[role]}: ${describe(role, shape)}${isSameShape(shape, text.shape) ? '' : ` from ${formatShape(text.shape)}`}.`,
  ];
  if (dtype !== scenario.dtype) notes.push(`The precision is now ${precisionName[dtype]}.`);
  if (text.dtype?.kind === 'other') notes.push(`${text.dtype.name} is read as ${precisionName[dtype]}.`);
  const replaced: Scenario = { ...scenario, dtype, [role]: { shape, values: text.values } };
  const followed = withFollowers(replaced, role, shape);
  return ok({ scenario: followed.scenario, summary: [...notes, ...followed.notes].join(' ') });
}

function describe(role: PastedRole, shape: Shape): string {
  if (role === 'bias') return `${formatInteger(shape[0] ?? 0)} ${shape[0] === 1 ? 'value' : 'values'}`;
  return `${formatShape(shape)}${role === 'input' && shape.length === 3 ? ', unbatched' : ''}`;
}

/** Returns the shape that a text's numbers have in a role. */
function fitShape(role: PastedRole, text: TensorText, shapes: KnownShapes): Result<Shape> {
  if (role === 'bias') return fitBias(text.shape);
  const current = shapes[role];
  const count = elementCount(text.shape);
  const flat = text.shape.filter((size) => size !== 1).length <= 1 && text.shape.length <= 2;
  // One row of all the numbers says nothing about the other axes.
  if (current !== null && flat && count === elementCount(current)) return ok(current);
  if (!text.isBracketed && current !== null) {
    const rows = fitRows(role, text.shape, current);
    if (rows !== null) return rows;
  }
  const shape = text.shape.length > 4 ? withoutLeadingOnes(text.shape) : text.shape;
  const [first = 1, second = 1, third = 1] = shape;
  switch (shape.length) {
    case 0:
    case 1:
      return ok(onPlane(role, current, [1, first]));
    case 2:
      return ok(onPlane(role, current, [first, second]));
    case 3:
      return role === 'input' ? ok(shape) : fitKernels(first, [second, third], current);
    case 4:
      return ok(shape);
    default:
      return refuse(role, `${role} of shape ${formatShape(text.shape)} has ${shape.length} axes; ${axesOf[role]}.`);
  }
}

const axesOf = {
  input: 'it must have (N, Cin, H, W), or (Cin, H, W) without a batch',
  weight: 'it must have (Cin, Cout/groups, kH, kW)',
} as const;

function withoutLeadingOnes(shape: Shape): Shape {
  const surplus = shape.length - 4;
  return shape.slice(0, surplus).every((size) => size === 1) ? shape.slice(surplus) : shape;
}

/** One channel of a plane; without a batch axis if the input has none now. */
function onPlane(role: PastedRole, current: Shape | null, plane: Shape): Shape {
  return role === 'input' && current?.length === 3 ? [1, ...plane] : [1, 1, ...plane];
}

/** A weight of three axes: the kernels of one input channel, or of one output channel. */
function fitKernels(kernels: number, plane: Shape, current: Shape | null): Result<Shape> {
  const cin = current?.[0] ?? 1;
  if (cin === 1) return ok([1, kernels, ...plane]);
  if (kernels % cin === 0) return ok([cin, kernels / cin, ...plane]);
  return refuse(
    'weight',
    `weight: ${kernels} kernels cannot be divided among the ${cin} input channels. Paste all four axes, (Cin, Cout/groups, kH, kW).`,
  );
}

/** Fits rows without brackets, whose planes are those of the current shape if their number allows it. */
function fitRows(role: 'input' | 'weight', shape: Shape, current: Shape): Result<Shape> | null {
  const [rows = 1, columns = 1] = shape.slice(-2);
  const planes = shape.length === 3 ? (shape[0] ?? 1) : 1;
  const leading = current.slice(0, -2);
  if (planes === elementCount(leading)) return ok([...leading, rows, columns]);
  const channels = leading.at(-1) ?? 1;
  if (role === 'weight' || shape.length < 3) return null;
  if (current.length === 3) return ok([planes, rows, columns]);
  return planes % channels === 0 ? ok([planes / channels, channels, rows, columns]) : ok([1, planes, rows, columns]);
}

function fitBias(shape: Shape): Result<Shape> {
  if (shape.filter((size) => size !== 1).length <= 1) return ok([elementCount(shape)]);
  return refuse('bias', `bias of shape ${formatShape(shape)} must have one axis, (Cout).`);
}

/** Returns a fill with another size along an axis, or null if the source is no fill or has the size already. */
function refilled(source: TensorSource | null, axis: number, size: number): TensorSource | null {
  if (source === null || !('fill' in source) || source.shape.at(axis) === size) return null;
  const at = axis < 0 ? source.shape.length + axis : axis;
  return { ...source, shape: source.shape.map((old, index) => (index === at ? size : old)) };
}

/** Lets the fills of a call follow the channels of a tensor that has been replaced. */
function withFollowers(
  scenario: Scenario,
  role: PastedRole,
  shape: Shape,
): { readonly scenario: Scenario; readonly notes: readonly string[] } {
  const { groups } = scenario.params;
  const notes: string[] = [];
  let { input, weight, bias } = scenario;
  if (role === 'input') {
    const cin = shape.at(-3) ?? 1;
    const next = refilled(weight, 0, cin);
    if (next !== null) notes.push(`w follows with ${channelsText(cin, 'input')}.`);
    weight = next ?? weight;
  } else if (role === 'weight') {
    const [cin = 1, coutPerGroup = 1] = shape;
    const nextInput = refilled(input, -3, cin);
    if (nextInput !== null) notes.push(`x follows with ${channelsText(cin, 'input')}.`);
    input = nextInput ?? input;
    bias = refilled(bias, 0, coutPerGroup * groups) ?? bias;
  } else {
    const cout = shape[0] ?? 1;
    const next = cout % groups === 0 ? refilled(weight, 1, cout / groups) : null;
    if (next !== null) notes.push(`w follows with ${channelsText(cout, 'output')}.`);
    weight = next ?? weight;
  }
  return { scenario: { ...scenario, input, weight, bias }, notes };
}

function channelsText(count: number, kind: 'input' | 'output'): string {
  return `${formatInteger(count)} ${kind} ${count === 1 ? 'channel' : 'channels'}`;
}
