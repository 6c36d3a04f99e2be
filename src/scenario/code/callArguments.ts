import type { Call } from '../../engine/core/call.ts';
import { pythonTuple } from './literals.ts';

/** A call's parameters as keyword arguments under PyTorch's names; `padding_end`, which PyTorch does not have, only where the call has it. */
export function callArguments({ params }: Call): string {
  const { stride, padding, paddingEnd, outputPadding, dilation, groups } = params;
  const end = paddingEnd === undefined ? '' : `padding_end=${pythonTuple(paddingEnd)}, `;
  return (
    `stride=${pythonTuple(stride)}, padding=${pythonTuple(padding)}, ${end}` +
    `output_padding=${pythonTuple(outputPadding)}, groups=${String(groups)}, dilation=${pythonTuple(dilation)}`
  );
}
