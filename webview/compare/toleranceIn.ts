import type { Tolerance } from '../../src/engine/compare/comparison.ts';

/** The tolerance in a page's saved state, as far as it is one. */
export function toleranceIn(saved: unknown): Partial<Tolerance> {
  if (typeof saved !== 'object' || saved === null || !('tolerance' in saved)) return {};
  const { tolerance } = saved;
  if (typeof tolerance !== 'object' || tolerance === null) return {};
  const isSize = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value) && value >= 0;
  return {
    ...('rtol' in tolerance && isSize(tolerance.rtol) && { rtol: tolerance.rtol }),
    ...('atol' in tolerance && isSize(tolerance.atol) && { atol: tolerance.atol }),
    ...('equalNan' in tolerance && { equalNan: tolerance.equalNan === true }),
  };
}
