import { profileIds } from '../../../src/engine/precision/profiles.ts';

/** Documents that are accepted or refused, on which the parser and the JSON schema must agree. */

const tensors = {
  input: { fill: 'ones', shape: [1, 1, 2, 2] },
  weight: { fill: 'ones', shape: [1, 1, 2, 2] },
};
const least = { version: 1, ...tensors };
/** The least with a weight in the order of all frameworks whose channels are last. */
const lastLeast = { ...least, weight: { fill: 'ones', shape: [2, 2, 1, 1] } };

/** Documents that are accepted. The validity of the call is not checked by the document. */
export const soundDocuments: Readonly<Record<string, unknown>> = {
  'the least there is': least,
  'a schema': { $schema: './convt.schema.json', ...least },
  'one integer for both axes': { ...least, stride: 2, padding: 0, output_padding: 1, dilation: 3 },
  'a pair': { ...least, stride: [2, 1], padding: [0, 1] },
  'no bias, said': { ...least, bias: null },
  'pads that differ at the end': { ...least, padding: [1, 0], padding_end: [0, 1] },
  'an output to check': { ...least, actual: { file: 'model.pt#dec.y' } },
  'a file': { ...least, input: { file: 'x.npy' } },
  'values by nesting': { ...least, weight: { values: [[[[1, 2]]]] } },
  'values by nesting and shape': {
    ...least,
    weight: { shape: [1, 1, 1, 2], values: [[[[1, 2]]]] },
  },
  'flat values with a shape': { ...least, weight: { shape: [1, 1, 1, 2], values: [1, 2] } },
  'values without elements': { ...least, input: { shape: [0, 1, 2, 2], values: [] } },
  'NaN and infinities': { ...least, bias: { values: ['NaN', 'Infinity', '-Infinity'] } },
  'a tolerance': { ...least, tolerance: { rtol: 0, atol: 1e-3, equal_nan: true } },
  'an empty tolerance': { ...least, tolerance: {} },
  'the largest seed': { ...least, seed: Number.MAX_SAFE_INTEGER },
  ...Object.fromEntries(profileIds.map((dtype) => [`in ${dtype}`, { ...least, dtype }] as const)),
  'a call in the words of Keras': { ...lastLeast, call: { dialect: 'keras', strides: 2, padding: 'same' } },
  'a call in the words of PyTorch': {
    ...least,
    call: { dialect: 'pytorch', stride: [2, 1], padding: 1, output_padding: 0, dilation: 2, groups: 1 },
  },
  'a call in the words of TensorFlow': {
    ...lastLeast,
    call: { dialect: 'tensorflow', output_shape: [4, 3], strides: [2, 2], padding: 'SAME', dilations: 1 },
  },
  'a call in the words of JAX': {
    ...lastLeast,
    call: {
      dialect: 'jax',
      strides: [2, 2],
      padding: [
        [1, 1],
        [0, 1],
      ],
      transpose_kernel: true,
    },
  },
  'a call in the words of Flax': {
    ...lastLeast,
    call: { dialect: 'flax', kernel_size: [2, 2], strides: 2, padding: 1 },
  },
  'a call in the words of ONNX': {
    ...least,
    call: { dialect: 'onnx', strides: [2, 2], auto_pad: 'SAME_LOWER', kernel_shape: [2, 2] },
  },
  'a call whose weight is in a file': {
    ...least,
    weight: { file: 'w.npy' },
    call: { dialect: 'keras', kernel_size: 3, strides: 2, padding: 'same', output_padding: 1 },
  },
  'a weight in the order of Keras': { ...lastLeast, call: { dialect: 'keras' }, stride: 2, padding: 1 },
  auto: { ...least, formulation: 'auto', dtype: 'float64', groups: 2, name: 'A name' },
};

/** Documents that both refuse. The pattern matches the sentence of the parser. */
export const brokenDocuments: readonly (readonly [name: string, json: unknown, says: RegExp])[] = [
  ['an output to check that is made up', { ...least, actual: tensors.input }, /^actual has an unknown key "fill"/],
  ['a call of no framework', { ...least, call: { strides: 2 } }, /^call\.dialect must be one of pytorch, keras, /],
  [
    'a call of an unknown framework',
    { ...least, call: { dialect: 'tf' } },
    /^call\.dialect must be one of pytorch, keras, tensorflow, jax, flax, onnx.*, but is "tf"\.$/,
  ],
  [
    'an argument of another framework',
    { ...lastLeast, call: { dialect: 'keras', stride: 2 } },
    /^call has an unknown key "stride"\. Did you mean strides\?$/,
  ],
  [
    'a stride of 0 in the words of Keras',
    { ...lastLeast, call: { dialect: 'keras', strides: 0 } },
    /^call: strides = 0 must be at least 1\.$/,
  ],
  [
    'a padding that Keras does not have',
    { ...lastLeast, call: { dialect: 'keras', padding: 'reflect' } },
    /^call: padding = 'reflect' must be 'valid' or 'same' in layers\.Conv2DTranspose\.$/,
  ],
  [
    'an object as an argument',
    { ...lastLeast, call: { dialect: 'keras', strides: {} } },
    /^call\.strides must be a number, a string or a list, but is an object\.$/,
  ],
  ['a list', [], /^The scenario must be an object, but is a list of 0\.$/],
  ['a number', 3, /^The scenario must be an object, but is 3\.$/],
  ['null', null, /^The scenario must be an object, but is null\.$/],
  ['no version', tensors, /^version must be 1, but is missing\.$/],
  ['another version', { ...least, version: 2 }, /^version must be 1, but is 2\.$/],
  ['a version in words', { ...least, version: '1' }, /^version must be 1, but is "1"\.$/],
  ['no input', { version: 1, weight: tensors.weight }, /^input must be an object, but is missing\.$/],
  ['no weight', { version: 1, input: tensors.input }, /^weight must be an object, but is missing\.$/],
  ['a misspelt key', { ...least, strid: 2 }, /unknown key "strid"\. Did you mean stride\?$/],
  ['a camel-cased key', { ...least, outputPadding: 1 }, /"outputPadding"\. Did you mean output_padding\?$/],
  ['a foreign key', { ...least, zebra: 1 }, /unknown key "zebra"\. Its keys are \$schema, version, name/],
  ['an inherited key', { ...least, constructor: 1 }, /unknown key "constructor"\./],
  ['a foreign key in a tensor', { ...least, input: { ...tensors.input, seed: 1 } }, /^input has an unknown key "seed"/],
  ['a fraction', { ...least, stride: 1.5 }, /^stride must be an integer, but is 1\.5\.$/],
  ['a fraction in a pair', { ...least, stride: [1, 1.5] }, /^stride\[1\] must be an integer, but is 1\.5\.$/],
  [
    'a pair of three',
    { ...least, padding: [1, 1, 1] },
    /^padding must be one integer or \[height, width\], but is a list of 3\.$/,
  ],
  ['an empty pair', { ...least, dilation: [] }, /^dilation must be one integer or \[height, width\]/],
  ['a stride in words', { ...least, stride: '2' }, /^stride must be an integer, but is "2"\.$/],
  ['groups null', { ...least, groups: null }, /^groups must be an integer, but is null\.$/],
  ['a negative seed', { ...least, seed: -1 }, /^seed must not be negative, but is -1\.$/],
  ['a seed past 2^53', { ...least, seed: 2 ** 53 }, /^seed must be an integer, but is 9007199254740992\.$/],
  ['a name that is none', { ...least, name: 3 }, /^name must be a string, but is 3\.$/],
  [
    'a foreign dtype',
    { ...least, dtype: 'bfloat' },
    /^dtype must be one of float64, float32, float16, tf32, bfloat16, float16-accumulate, but is "bfloat"\. Did you mean bfloat16\?$/,
  ],
  [
    'a foreign formulation',
    { ...least, formulation: 'unfold' },
    /^formulation must be one of auto, .*naive, but is "unfold"\.$/,
  ],
  ['a formulation with a slip', { ...least, formulation: 'subpixel' }, /Did you mean sub-pixel\?$/],
  [
    'a foreign fill',
    { ...least, input: { fill: 'rand', shape: [1] } },
    /^input\.fill must be one of randn, .*, but is "rand"\. Did you mean randn\?$/,
  ],
  ['a fill without a shape', { ...least, input: { fill: 'randn' } }, /^input\.shape must be a list, but is missing\.$/],
  [
    'a tensor of nothing',
    { ...least, input: { shape: [1] } },
    /^input must have exactly one of the keys fill, values and file, but has none\.$/,
  ],
  [
    'a tensor of two kinds',
    { ...least, input: { fill: 'ones', shape: [1], file: 'x.npy' } },
    /but has fill and file\.$/,
  ],
  [
    'a file with a shape',
    { ...least, input: { file: 'x.npy', shape: [1] } },
    /^input\.shape is not allowed beside input\.file, because the file has its own shape: remove it\.$/,
  ],
  ['a file without a name', { ...least, input: { file: '' } }, /^input\.file must name a tensor file, but is empty\.$/],
  [
    'a negative size',
    { ...least, weight: { fill: 'ones', shape: [1, 1, -2, 2] } },
    /^weight\.shape\[2\] must not be negative, but is -2\.$/,
  ],
  [
    'a fractional size',
    { ...least, weight: { fill: 'ones', shape: [0.5] } },
    /^weight\.shape\[0\] must be an integer, but is 0\.5\.$/,
  ],
  ['values that are one number', { ...least, bias: { values: 3 } }, /^bias\.values must be a list, but is 3\.$/],
  [
    'a value that is none',
    { ...least, bias: { values: [1, null] } },
    /^bias\.values\[1\] must be a number, "NaN", "Infinity" or "-Infinity", but is null\.$/,
  ],
  [
    'a value with another word',
    { ...least, bias: { values: ['inf'] } },
    /^bias\.values\[0\] must be a number.*but is "inf"\.$/,
  ],
  [
    'a value with an inherited word',
    { ...least, bias: { values: ['constructor'] } },
    /^bias\.values\[0\] must be a number/,
  ],
  [
    'a negative tolerance',
    { ...least, tolerance: { rtol: -1 } },
    /^tolerance\.rtol must be a number of at least 0, but is -1\.$/,
  ],
  [
    'a tolerance in words',
    { ...least, tolerance: { atol: '1e-5' } },
    /^tolerance\.atol must be a number of at least 0, but is "1e-5"\.$/,
  ],
  [
    'equal_nan in words',
    { ...least, tolerance: { equal_nan: 'yes' } },
    /^tolerance\.equal_nan must be true or false, but is "yes"\.$/,
  ],
  [
    'a foreign tolerance',
    { ...least, tolerance: { equalNan: true } },
    /^tolerance has an unknown key "equalNan"\. Did you mean equal_nan\?$/,
  ],
];

/** Documents that only the parser refuses: a schema cannot compare nesting, shapes and counts. */
export const brokenBeyondSchema: readonly (readonly [name: string, json: unknown, says: RegExp])[] = [
  [
    'ragged values',
    { ...least, bias: { values: [[1, 2], [3]] } },
    /^bias\.values\[1\] must have 2 entries like its neighbours, but has 1\.$/,
  ],
  [
    'values of two depths',
    { ...least, bias: { values: [1, [2]] } },
    /^bias\.values\[1\] must be a number.*a list of 1\.$/,
  ],
  [
    'too few values',
    { ...least, bias: { shape: [3], values: [1, 2] } },
    /^bias\.values must have 3 numbers for the shape 3, but has 2\.$/,
  ],
  [
    'values of another shape',
    { ...least, weight: { shape: [1, 2, 1, 1], values: [[[[1, 2]]]] } },
    /^weight\.values must be nested as 1×2×1×1, as its shape says, but is 1×1×1×2\.$/,
  ],
  [
    'a tensor beyond counting',
    { ...least, input: { fill: 'ones', shape: [2 ** 40, 2 ** 40] } },
    /^input\.shape must have at most 2⁵³ − 1 elements, but has/,
  ],
];
