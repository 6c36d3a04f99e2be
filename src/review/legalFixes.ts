import type { Value } from '../dialects/value.ts';
import type { Refusal } from '../engine/core/refusal.ts';
import type { TransposedSite } from '../python/callSite.ts';
import { argumentEdits, axisExpression, isLiteral, writtenArgument } from './argumentEdits.ts';
import type { Fix } from './finding.ts';

/**
 * Returns the fixes of a call that is refused because of one argument: its nearest legal value, and for an output padding
 * that is too large, none at all. `name` is the API's name of the argument.
 */
export function legalFixes(source: string, site: TransposedSite, name: string, refusal: Refusal): readonly Fix[] {
  const given = site.arguments.get(name);
  const written = writtenArgument(source, site, name);
  if (given === undefined || written === null || !isLiteral(written)) return [];
  const rank = site.layer.axes.length;
  const values = valuesOf(given.value, rank);
  if (values === null) return [];
  const legal = refusal.legal ?? legalOutputPadding(site, name);
  if (legal === null) return [];
  const clamped = values.map((value, axis) =>
    refusal.axis === undefined || refusal.axis === axis || rank === 1 || values[axis] === values[refusal.axis]
      ? Math.min(Math.max(value, legal.min), legal.max ?? Infinity)
      : value,
  );
  if (clamped.every((value, axis) => value === values[axis])) return [];
  const expression = axisExpression(clamped, written);
  return [{ title: `Use ${name}=${expression}`, edits: argumentEdits(source, site, [[name, expression]]) }];
}

/** The largest output padding that PyTorch accepts along every axis: max(stride, dilation) − 1. */
function legalOutputPadding(
  { layer }: TransposedSite,
  name: string,
): { readonly min: number; readonly max: number } | null {
  if (name !== 'output_padding') return null;
  const largest = layer.axes.map(({ stride, dilation }) =>
    typeof stride !== 'number' || typeof dilation !== 'number'
      ? null
      : (layer.dialect === 'pytorch' ? Math.max(stride, dilation) : stride) - 1,
  );
  return largest.every((each) => each !== null) ? { min: 0, max: Math.min(...largest) } : null;
}

function valuesOf(value: Value, rank: number): readonly number[] | null {
  if (value.kind === 'number') return Array.from({ length: rank }, () => value.number);
  if (value.kind !== 'list' || value.items.length !== rank) return null;
  const numbers = value.items.flatMap((item) => (item.kind === 'number' ? [item.number] : []));
  return numbers.length === rank ? numbers : null;
}
