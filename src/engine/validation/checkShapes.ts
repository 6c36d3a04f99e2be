import type { CallShape } from '../core/call.ts';
import { type Axis, type Refusal, refusalOf } from '../core/refusal.ts';
import { type Shape, shapeText } from '../core/tensor.ts';
import { wordList } from '../core/wordList.ts';

interface Size {
  readonly name: string;
  readonly min: 0 | 1;
  readonly axis?: Axis;
}

const height = { min: 1, axis: 0 } as const;
const width = { min: 1, axis: 1 } as const;
const unbatched: readonly Size[] = [
  { name: 'Cin', min: 1 },
  { name: 'H', ...height },
  { name: 'W', ...width },
];

/** The shapes that PyTorch accepts. Of their sizes, only the batch size may be 0. */
const layouts: Readonly<Record<'input' | 'weight', readonly (readonly Size[])[]>> = {
  input: [unbatched, [{ name: 'N', min: 0 }, ...unbatched]],
  weight: [
    [
      { name: 'Cin', min: 1 },
      { name: 'Cout/groups', min: 1 },
      { name: 'kH', ...height },
      { name: 'kW', ...width },
    ],
  ],
};

/** Checks the ranks and sizes of input and weight. */
export function checkShapes({ input, weight }: CallShape): Refusal | null {
  return checkShape('input', input) ?? checkShape('weight', weight);
}

function checkShape(argument: 'input' | 'weight', shape: Shape): Refusal | null {
  const layout = layouts[argument].find((sizes) => sizes.length === shape.length);
  if (layout === undefined) {
    const wanted = layouts[argument].map((sizes) => `${sizes.length}-D (${sizes.map(({ name }) => name).join(', ')})`);
    const rank = `${argument} of shape ${shapeText(shape)} is ${shape.length}-D`;
    return refusalOf(argument, `${rank}; it must be ${wordList(wanted, 'or')}.`);
  }
  for (const [position, { name, min, ...where }] of layout.entries()) {
    const size = shape[position] as number;
    if (Number.isSafeInteger(size) && size >= min) continue;
    const value = `${argument} of shape ${shapeText(shape)} has ${name} = ${size}`;
    const message = `${value}, which must be an integer of at least ${min}.`;
    return refusalOf(argument, message, { ...where, legal: { min, max: null } });
  }
  return null;
}
