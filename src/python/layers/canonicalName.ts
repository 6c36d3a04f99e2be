/** Replaces the name of a module by the one under which its contents are documented. */
const modules: readonly (readonly [RegExp, string])[] = [
  // Only Flax has a class of this name: a fragment without imports calls its module nn, too.
  [/^torch\.nn\.ConvTranspose$/, 'flax.linen.ConvTranspose'],
  // Libraries that hand PyTorch's on.
  [
    /^(?:detectron2\.layers(?:\.wrappers)?|mmcv\.cnn(?:\.bricks(?:\.wrappers)?)?)\.ConvTranspose2d$/,
    'torch.nn.ConvTranspose2d',
  ],
  // Layers that are PyTorch's in everything but the module: quantized ones, OneFlow's, MindSpore's mint.
  [/^torch\.(?:ao\.)?nn\.quantized\.(?:dynamic\.)?(?:modules\.)?(?:conv\.)?(?=ConvTranspose)/, 'torch.nn.'],
  [/^(?:oneflow|mindspore\.mint)\.nn\.(?=\w)/, 'torch.nn.'],
  [/^(?:\w+\.)*conv2d_gradfix\.conv_transpose2d$/, 'torch.nn.functional.conv_transpose2d'],
  [/^torch\.nn\.modules\.(?:\w+\.)?(?=[A-Z])/, 'torch.nn.'],
  [/^tensorflow\.(?:compat\.v[12]|_api\.v[12](?:\.compat\.v[12])?)\./, 'tensorflow.'],
  [/^(?:tensorflow\.(?:python\.)?keras|tf_keras|keras\.api|keras\.src)\./, 'keras.'],
  [/^keras\.layers\.(?:\w+\.)+(?=[A-Z])/, 'keras.layers.'],
  [/^(?:tensorflow\.layers)\./, 'tensorflow.layers.'],
  [/^keras\.(?:engine|models|training|models\.\w+)\.(?=Sequential|Model|Functional|Input)/, 'keras.'],
  [/^flax\.linen\.(?:linear|activation|pooling|normalization|stochastic)\./, 'flax.linen.'],
  [/^flax\.experimental\.nnx\./, 'flax.nnx.'],
  [/^flax\.nnx\.nn\.\w+\./, 'flax.nnx.'],
];

const canonicalNames = new Map<string, string>();

/** Returns the documented name of what is imported under another: `keras.layers.Conv2D` for `tensorflow.keras.layers.Conv2D`. */
export function canonicalName(name: string): string {
  let canonical = canonicalNames.get(name);
  if (canonical === undefined) {
    canonical = modules.reduce((result, [pattern, by]) => result.replace(pattern, by), name);
    if (canonicalNames.size > 4096) canonicalNames.clear();
    canonicalNames.set(name, canonical);
  }
  return canonical;
}

/** What names stand for that a file uses without importing them: a fragment, or a notebook's cell. */
export const usualNames: ReadonlyMap<string, string> = new Map([
  ['torch', 'torch'],
  ['nn', 'torch.nn'],
  ['F', 'torch.nn.functional'],
  ['tf', 'tensorflow'],
  ['keras', 'keras'],
  ['layers', 'keras.layers'],
  ['jax', 'jax'],
  ['lax', 'jax.lax'],
  ['jnp', 'jax.numpy'],
  ['np', 'numpy'],
  ['nnx', 'flax.nnx'],
  ['functools', 'functools'],
  ['ConvTranspose1d', 'torch.nn.ConvTranspose1d'],
  ['ConvTranspose2d', 'torch.nn.ConvTranspose2d'],
  ['LazyConvTranspose1d', 'torch.nn.LazyConvTranspose1d'],
  ['LazyConvTranspose2d', 'torch.nn.LazyConvTranspose2d'],
  ['conv_transpose1d', 'torch.nn.functional.conv_transpose1d'],
  ['conv_transpose2d', 'torch.nn.functional.conv_transpose2d'],
  ['Conv1DTranspose', 'keras.layers.Conv1DTranspose'],
  ['Conv2DTranspose', 'keras.layers.Conv2DTranspose'],
  ['ConvTranspose', 'flax.linen.ConvTranspose'],
]);
