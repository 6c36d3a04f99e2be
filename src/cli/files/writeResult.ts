import { ok, type Result } from '../../engine/core/refusal.ts';
import type { Tensor } from '../../engine/core/tensor.ts';
import { writeNpy } from '../../formats/npy/writeNpy.ts';
import { formatShape } from '../../scenario/text/format.ts';
import type { Args } from '../arguments/parseCommandLine.ts';
import type { CommandOutcome } from '../arguments/command.ts';
import { writeAtomically } from './writeAtomically.ts';

/** Writes the tensor to the file of `--out`, if the flag is given. Returns a line with the tensor's shape and dtype. */
export async function writeResult(tensor: Tensor, flags: Args['flags']): Promise<Result<CommandOutcome>> {
  const out = flags.get('out');
  if (out !== undefined) {
    const written = await writeAtomically(out, writeNpy(tensor));
    if (!written.ok) return written;
  }
  const place = out === undefined ? '' : ` → ${out}`;
  return ok({ text: `${formatShape(tensor.shape)} ${tensor.dtype}${place}`, exitCode: 0 });
}
