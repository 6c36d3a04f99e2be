import { findApi } from '../../dialects/dialects.ts';
import type { Layer } from '../../dialects/layer.ts';
import type { Value } from '../../dialects/value.ts';
import type { Reach } from './abstract.ts';
import { valueOfArgument } from './toValue.ts';

const layers = new WeakMap<Reach, { readonly layer: Layer | null }>();

/** Returns the layer that a reached call describes; null if the call is an unfold or a fold. */
export function layerOfReach(reach: Reach): Layer | null {
  const known = layers.get(reach);
  if (known !== undefined) return known.layer;
  const found = findApi(reach.api);
  const values = new Map<string, Value>();
  for (const [name, argument] of reach.arguments) values.set(name, valueOfArgument(argument));
  const layer = found === null ? null : found.dialect.readLayer(found.api, values);
  const refused =
    layer === null || layer.refused !== null || reach.refusal === null ? layer : { ...layer, refused: reach.refusal };
  layers.set(reach, { layer: refused });
  return refused;
}
