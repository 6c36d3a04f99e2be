import { elementCount } from '../../../src/engine/core/tensor.ts';
import { formatInteger, formatShape } from '../../../src/scenario/text/format.ts';
import type { Made } from './made.ts';

/** Says what a mistake did to the output. */
export function effectText({ changed, output, right }: Pick<Made, 'changed' | 'output' | 'right'>): string {
  if (changed === null) return `The output is ${formatShape(output.shape)} instead of ${formatShape(right.shape)}.`;
  const total = formatInteger(elementCount(right.shape));
  if (changed === 0) return `None of the ${total} values changed.`;
  return `${formatInteger(changed)} of ${total} values changed.`;
}

/** Returns the sentences about a mistake that was made, for screen readers. */
export function madeText(made: Pick<Made, 'entry' | 'detail' | 'changed' | 'output' | 'right'>): string {
  const { entry, detail } = made;
  return `${titleOf(entry.title, detail)}. ${effectText(made)}`;
}

/** Returns the title of a mistake with its variant: "The output is shifted (by (0, 1): rolled)". */
export function titleOf(title: string, detail: string): string {
  return detail === '' ? title : `${title} (${detail})`;
}
