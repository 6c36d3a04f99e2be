import { profileIds } from '../../engine/precision/profiles.ts';

/** The schema of one integer, or of [height, width]. */
function pairSchema(minimum: number, description: string): object {
  const integer = { type: 'integer', minimum };
  return {
    description: `${description} One integer or [height, width].`,
    anyOf: [integer, { type: 'array', items: integer, minItems: 2, maxItems: 2 }],
  };
}

/** The schemas of PyTorch's parameters, by their names. */
export const parameterSchemas = {
  stride: pairSchema(1, 'Default 1.'),
  padding: pairSchema(0, 'Rows and columns cropped from each side of the output. Default 0.'),
  output_padding: pairSchema(0, 'Rows and columns added at the bottom and right. Default 0.'),
  dilation: pairSchema(1, 'Default 1.'),
  groups: { type: 'integer', minimum: 1, description: 'Divides both channel counts. Default 1.' },
} as const;

/** The names of the parameters in {@link parameterSchemas}. */
export const parameterKeys = ['stride', 'padding', 'output_padding', 'dilation', 'groups'] as const;

/** The schema of a precision. */
export const dtypeSchema = {
  enum: [...profileIds],
  description: 'The precision whose rounding is allowed. Default float32.',
} as const;

/** The schema of kernel_size. */
export const kernelSizeSchema = pairSchema(1, 'kH and kW.');
