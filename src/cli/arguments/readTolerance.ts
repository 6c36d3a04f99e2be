import { ok, type Result } from '../../engine/core/refusal.ts';
import type { Scenario } from '../../scenario/document/scenario.ts';
import { parseTolerance } from './parseFlagValue.ts';

/** Reads `--rtol`, `--atol` and `--equal-nan`. The result contains only what is given. */
export function readTolerance(flags: ReadonlyMap<string, string>): Result<Scenario['tolerance']> {
  const tolerance: { rtol?: number; atol?: number; equalNan?: boolean } = {};
  for (const name of ['rtol', 'atol'] as const) {
    const text = flags.get(name);
    if (text === undefined) continue;
    const value = parseTolerance(text, name);
    if (!value.ok) return value;
    tolerance[name] = value.value;
  }
  if (flags.has('equal-nan')) tolerance.equalNan = true;
  return ok(tolerance);
}
