import { refuse, type Result } from '../../engine/core/refusal.ts';
import { quoted } from './quoted.ts';

/** Refuses to read a tensor that a file does not have. */
export function refuseMissing(name: string, key: string): Result<never> {
  return refuse('file', `${name} has no tensor ${quoted(key)}.`);
}
