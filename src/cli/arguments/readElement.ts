import type { Geometry } from '../../engine/geometry/geometry.ts';
import type { OutputIndex } from '../../engine/provenance/provenance.ts';
import { ok, refuse, type Result } from '../../engine/core/refusal.ts';

/** The output element that `--at n,c,y,x` names; without it the middle of the output. */
export function readElement(flags: ReadonlyMap<string, string>, { n, cout, h, w }: Geometry): Result<OutputIndex> {
  const sizes = [n, cout, h.outputSize, w.outputSize];
  const text = flags.get('at');
  const index =
    text === undefined
      ? [0, ...sizes.slice(1).map((size) => Math.floor(size / 2))]
      : text.split(',').map((part) => (/^\s*\d+\s*$/.test(part) ? Number(part) : NaN));
  const [at = NaN, c = NaN, y = NaN, x = NaN] = index;
  const isInside = index.length === 4 && index.every((place, axis) => place < (sizes[axis] ?? 0));
  if (isInside) return ok({ n: at, c, y, x });
  const given = text === undefined ? '' : ` = ${JSON.stringify(text)}`;
  return refuse(
    'scenario',
    `at${given} must be n,c,y,x within the output of N = ${n}, Cout = ${cout}, Ho = ${h.outputSize}, Wo = ${w.outputSize}`,
  );
}
