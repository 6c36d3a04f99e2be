import { findApi } from '../../dialects/dialects.ts';
import type { Layer } from '../../dialects/layer.ts';
import type { Value } from '../../dialects/value.ts';
import type { ReachedCall } from './abstract.ts';
import { valueOfArgument } from './toValue.ts';

const layers = new WeakMap<ReachedCall, { readonly layer: Layer | null }>();

/** Returns the layer that a reached call describes; null if the call is an unfold or a fold. */
export function layerOfReach(reach: ReachedCall): Layer | null {
  const known = layers.get(reach);
  if (known !== undefined) return known.layer;
  const found = findApi(reach.api);
  const values = new Map<string, Value>();
  for (const [name, argument] of reach.arguments) values.set(name, valueOfArgument(argument));
  // What a call may give in a `*list` or `**dictionary` that is not known is not missing.
  const absentees = reach.isOpen ? (found?.api.parameters ?? []).filter(({ name }) => !values.has(name)) : [];
  // Where a required argument is among them, others may be, too; otherwise the defaults are the best guess.
  if (absentees.some(({ absent }) => absent === null))
    for (const { name, absent } of absentees)
      if (absent === null || absent.kind === 'number') values.set(name, { kind: 'unknown', source: name });
  const layer = found === null ? null : found.dialect.readLayer(found.api, values);
  const refused = layer?.refused === null && reach.refusal !== null ? { ...layer, refused: reach.refusal } : layer;
  layers.set(reach, { layer: refused });
  return refused;
}
