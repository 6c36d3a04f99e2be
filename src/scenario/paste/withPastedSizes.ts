import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import type { Shape } from '../../engine/core/tensor.ts';
import type { Scenario, TensorSource } from '../document/scenario.ts';
import { formatShape } from '../text/format.ts';
import type { SizesText } from './sizesText.ts';
import type { KnownShapes, PastedScenario } from './withPastedTensor.ts';
import { withShape } from './withShape.ts';

/** The tensors whose shape the form has fields for. */
export type ShapedRole = 'input' | 'weight';

/**
 * Returns the scenario with sizes distributed over the axes of a tensor. Two sizes are the height and the width, three
 * an input without a batch. The channels of both tensors and the bias follow each other. Values that keep their index
 * stay.
 */
export function withPastedSizes(
  scenario: Scenario,
  role: ShapedRole,
  sizes: SizesText,
  shapes: KnownShapes,
): Result<PastedScenario> {
  const given = scenario[role];
  const current = shapes[role];
  if ('file' in given || current === null)
    return refuse(
      role,
      `${role}: the shape is that of the file, and cannot be changed here. Choose another source first.`,
    );
  const shape = role === 'input' ? inputShape(sizes, current) : weightShape(sizes, current);
  if (shape === null) {
    const read = formatShape(sizes.map((each) => each ?? -1));
    return refuse(
      role,
      role === 'input'
        ? `input: ${sizes.length} sizes (${read}) are not a shape of x. Give N×C×H×W, C×H×W without a batch, or H×W.`
        : `weight: ${sizes.length} sizes (${read}) are not a shape of w. Give Cin×Cout×kH×kW, or kH×kW.`,
    );
  }
  const notes: string[] = [];
  const sized = (source: TensorSource, next: Shape, name: string): TensorSource => {
    const resized = withShape(source, next);
    if ('values' in source && 'fill' in resized) notes.push(`The values of ${name} did not fit and are random now.`);
    return resized;
  };
  const channels = role === 'input' ? shape.at(-3) : shape[0];
  const other = role === 'input' ? 'weight' : 'input';
  const otherShape = shapes[other];
  const next: Scenario = { ...scenario, [role]: sized(given, shape, role === 'input' ? 'x' : 'w') };
  const cout = role === 'weight' ? (shape[1] ?? 1) * scenario.params.groups : null;
  const followed =
    otherShape === null || channels === undefined
      ? scenario[other]
      : sized(scenario[other], withChannels(other, otherShape, channels), other === 'input' ? 'x' : 'w');
  const bias = cout === null || scenario.bias === null ? scenario.bias : sized(scenario.bias, [cout], 'b');
  const named = role === 'input' ? 'x' : 'w';
  const summary = `Read a shape: ${named} is ${formatShape(shape)}${role === 'input' && shape.length === 3 ? ', unbatched' : ''}.`;
  return ok({ scenario: { ...next, [other]: followed, bias }, summary: [summary, ...notes].join(' ') });
}

function inputShape(sizes: SizesText, current: Shape): Shape | null {
  const [first = null, ...others] = sizes;
  if (sizes.length === 2 && first !== null) return [...current.slice(0, -2), first, ...(others as number[])];
  if (sizes.length === 3 && first !== null) return sizes as number[];
  if (sizes.length === 4) return [first ?? (current.length === 4 ? (current[0] ?? 1) : 1), ...(others as number[])];
  return null;
}

function weightShape(sizes: SizesText, current: Shape): Shape | null {
  if (sizes.includes(null)) return null;
  const known = sizes as readonly number[];
  if (known.length === 2) return [...current.slice(0, 2), ...known];
  return known.length === 4 ? known : null;
}

function withChannels(role: ShapedRole, shape: Shape, channels: number): Shape {
  const at = role === 'weight' ? 0 : shape.length - 3;
  return shape.map((old, axis) => (axis === at ? channels : old));
}
