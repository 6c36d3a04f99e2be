import { flaxLayers, flaxPooling, kerasLayers } from './channelsLastLayers.ts';
import { gated, keeping, type LayerRule } from './layerRule.ts';
import { pytorchFunctions, pytorchLayers } from './pytorchLayers.ts';

/** Returns a function that remembers what it returned for a name: a file asks for few names, and often. */
function remembering(ruleOf: (api: string) => LayerRule | null): (api: string) => LayerRule | null {
  const known = new Map<string, LayerRule | null>();
  return (api) => {
    let rule = known.get(api);
    if (rule === undefined) {
      if (known.size > 4096) known.clear();
      known.set(api, (rule = ruleOf(api)));
    }
    return rule;
  };
}

/** Returns the rule of a layer by its documented name; null if sizes are not carried over it. */
export const layerRuleOf = remembering((api) => {
  const torch = /^torch\.nn\.(\w+)$/.exec(api)?.[1];
  if (torch !== undefined) return pytorchLayers.get(torch) ?? null;
  const keras = /^(?:keras|tensorflow)\.layers\.(\w+)$/.exec(api)?.[1];
  if (keras !== undefined) return kerasLayers.get(keras) ?? null;
  const flax = /^flax\.((?:linen|nnx)\.\w+)$/.exec(api)?.[1];
  if (flax !== undefined) return flaxLayers.get(flax) ?? null;
  return null;
});

/** Returns the rule of a function that takes one tensor, by its documented name; null if there is none. */
export const functionRuleOf = remembering((api) => {
  const torch = /^torch\.(?:nn\.functional\.|special\.)?(\w+)$/.exec(api)?.[1];
  if (torch !== undefined) return pytorchFunctions.get(torch) ?? null;
  if (/^flax\.(?:linen|nnx)\.(?:max_pool|avg_pool|min_pool)$/.test(api)) return flaxPooling;
  const graph = /^tensorflow\.layers\.([a-z]\w*)$/.exec(api)?.[1];
  if (graph !== undefined) {
    // tf.layers.conv2d is what makes and applies a Conv2D.
    const className = graph.replace(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase());
    const rule = kerasLayers.get(className.replace(/(\d)d/, '$1D'));
    return rule === undefined ? null : { ...rule, parameters: ['input', ...rule.parameters] };
  }
  if (/^(?:flax\.linen|flax\.nnx|jax\.nn)\.glu$/.test(api))
    return { ...gated, parameters: ['input', 'axis'], channels: 'last' };
  const other =
    /^(?:flax\.linen|flax\.nnx|jax\.nn|jax\.numpy|jax\.lax|tensorflow\.nn|tensorflow|tensorflow\.math|keras\.ops|keras\.activations|keras\.backend)\.(\w+)$/.exec(
      api,
    )?.[1];
  return other !== undefined && keepingFunctions.has(other) ? activation : null;
});

const activation: LayerRule = { ...keeping('activation', ['input']), channels: 'last' };
const keepingFunctions = new Set(
  'relu relu6 leaky_relu elu selu celu gelu silu swish mish tanh sigmoid hard_sigmoid hard_swish hard_tanh softplus softmax log_softmax log_sigmoid soft_sign softsign dropout abs exp log sqrt square sin cos clip clip_by_value stop_gradient identity cast'.split(
    ' ',
  ),
);
