import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import type { TensorFile } from './tensorFile.ts';

/** Things in a file that a refusal lists. */
const maxListed = 3;

/** Refuses a file without readable tensors, and names what is in it instead. */
export function refuseWithoutTensors(file: TensorFile): Result<TensorFile> {
  const { name, entries, leftOut } = file;
  if (entries.length > 0) return ok(file);
  if (leftOut.length === 0) return refuse('file', `${name} has no tensors.`);
  const rest = leftOut.length > maxListed ? `; … (${leftOut.length} in all)` : '';
  const list = leftOut.slice(0, maxListed).map((line) => line.replace(/\.$/, ''));
  return refuse('file', `${name} has no readable tensor: ${list.join('; ')}${rest}.`);
}
