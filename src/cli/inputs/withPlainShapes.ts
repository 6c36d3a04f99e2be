import { sizesIn } from '../arguments/parseFlagValue.ts';
import type { Args } from '../arguments/parseCommandLine.ts';

/**
 * Replaces a flag that is only a shape, such as `--input 1x50x28x28`, by a fill of zeros, for commands that use nothing
 * but the shapes.
 */
export function withPlainShapes(flags: Args['flags']): Args['flags'] {
  return new Map(
    [...flags].map(([name, value]) => {
      const sizes = ['input', 'weight', 'bias'].includes(name) ? sizesIn(value) : null;
      return [name, sizes === null ? value : `zeros:${sizes.join('x')}`];
    }),
  );
}
