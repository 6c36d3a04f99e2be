import { entriesOf, shapeOfList } from '../values/entries.ts';
import { findApi } from '../../dialects/dialects.ts';
import { canonicalName } from '../layers/canonicalName.ts';
import { findFoldApi } from '../layers/folding.ts';
import { functionRuleOf, layerRuleOf } from '../layers/layerRules.ts';
import type { Abstract, GivenArgument, GivenArguments, LayerValue, ReachedCall } from '../values/abstract.ts';
import { bindArguments, bindNames } from '../values/bindArguments.ts';
import { chosen, listOf, newTensor, noArguments, none, tuple, unknown } from '../values/make.ts';
import { applyReach, applyRule, concatenated, givenAxis, withIndices } from './applyLayer.ts';
import { own } from './assign.ts';
import { callBuiltin, dictionaryOf } from './callBuiltin.ts';
import { callMath } from './callMath.ts';
import { sourceOf } from './evaluateExpression.ts';
import { originIn } from './hints.ts';
import type { CallPlace, Machine } from './machine.ts';
import { sequenceOf } from './sequences.ts';
import { tensorFunction } from './tensorFunctions.ts';
import { asTensor, elementwise } from './tensors.ts';

/** Calls something of another file by its dotted name: a call that is looked for, a layer, a function that is known. */
export function callExternal(machine: Machine, name: string, given: GivenArguments, place: CallPlace): Abstract {
  const api = canonicalName(name);
  const reached = callReached(machine, name, given, place) ?? callReached(machine, api, given, place);
  if (reached !== null) return reached;
  if (api.startsWith('builtins.'))
    return callBuiltin(machine, api.slice(9), given, place) ?? unknown(sourceOf(place.frame, place.node));
  const made = madeLayer(machine, api, given, place);
  if (made !== null) return made;
  const [first] = given.positional;
  const rule = functionRuleOf(api);
  if (rule !== null) {
    const bound = bindNames(rule.parameters, given);
    const input = bound.get('input')?.value ?? bound.get('x')?.value ?? first?.value ?? none;
    const layer = layerValue(api, bound, place);
    return withIndices(layer, applyRule(machine, rule, layer, asTensor(input)));
  }
  return (
    wrapper(api, given) ??
    configured(machine, api, given, place) ??
    paired(api, given) ??
    summarized(machine, api, given, place) ??
    created(api, given, place) ??
    joined(machine, api, given) ??
    tensorFunction(machine, api, given, place) ??
    callMath(api, given) ??
    defaultOf(machine, api, given, place) ??
    objectOf(api, given) ??
    other(given, place)
  );
}

/** Evaluates a call that is looked for; null if the name is none of them. */
function callReached(machine: Machine, name: string, given: GivenArguments, place: CallPlace): Abstract | null {
  const api = findApi(name)?.api ?? findFoldApi(name);
  if (api === null) return null;
  const bound =
    'argumentNames' in api ? bindArguments(api, given) : { arguments: bindNames(api.parameters, given), refusal: null };
  const { node, frame } = place;
  const reach: ReachedCall = {
    chunk: frame.chunk,
    node,
    api: api.name,
    arguments: bound.arguments,
    // Within `arg_scope([tf.layers.conv2d_transpose], kernel_size=4)` a call lacks what the scope gives.
    isOpen: given.isOpen || (/^(?:tensorflow|tf_slim)\./.test(name) && /\barg_?scope\(/.test(frame.chunk.text)),
    refusal: bound.refusal,
    isCalled: frame.isCalled,
    path: machine.pathOf(frame.chunk, node),
    applications: [],
  };
  machine.note(reach);
  // A function is applied at once.
  if (api.input !== null) return applyReach(machine, reach, bound.arguments.get(api.input)?.value ?? newTensor(null));
  return {
    kind: 'layer',
    api: name,
    arguments: bound.arguments,
    chunk: frame.chunk,
    from: node.from,
    to: node.to,
    reach,
  };
}

function layerValue(api: string, bound: ReadonlyMap<string, GivenArgument>, place: CallPlace): LayerValue {
  return {
    kind: 'layer',
    api,
    arguments: bound,
    chunk: place.frame.chunk,
    from: place.node.from,
    to: place.node.to,
    reach: null,
  };
}

const merging = /^keras\.layers\.(?:Concatenate|Add|Subtract|Multiply|Average|Maximum|Minimum)$/;

/** Makes a layer or a container of layers; null if the name is neither. */
function madeLayer(machine: Machine, api: string, given: GivenArguments, place: CallPlace): Abstract | null {
  const sequence = sequenceOf(machine, api, given, place);
  if (sequence !== null) {
    for (const entry of sequence.entries.values()) own(machine, entry);
    if (sequence.isSequence) machine.applicables.push(sequence);
    return sequence;
  }
  const rule = layerRuleOf(api);
  if (rule !== null) return layerValue(api, bindNames(rule.parameters, given), place);
  if (merging.test(api)) return layerValue(api, given.keywords, place);
  if (/^keras\.(?:layers\.)?(?:Input|InputLayer)$/.test(api)) {
    const bound = bindNames(['shape', 'batch_size'], given);
    const value = bound.get('shape') ?? bound.get('input_shape') ?? bound.get('batch_shape');
    const sizes = value === undefined ? null : shapeOfList(value.value);
    const batch = machine.letter('N').size;
    const from = originIn(sourceOf(place.frame, place.node.callee), place.frame.chunk, place.node.from);
    const shape = sizes === null ? null : bound.has('batch_shape') ? sizes : [batch, ...sizes];
    return newTensor(shape, shape === null ? null : from);
  }
  if (/^keras\.(?:models\.)?(?:Model|Functional)$/.test(api))
    return layerValue('keras.Model', bindNames(['inputs', 'outputs'], given), place);
  return null;
}

/** What hands on its first argument: a wrapper around a layer or a tensor. */
const wrappers =
  /^(?:torch\.nn\.utils\.(?:parametrizations\.)?(?:weight_norm|spectral_norm|remove_weight_norm|remove_spectral_norm|skip_init)|torch\.nn\.(?:Parameter|DataParallel|parameter\.Parameter|parallel\.DistributedDataParallel)|torch\.(?:Size|compile|jit\.script|tensor|as_tensor|from_numpy)|torch\.autograd\.Variable|jax\.jit|tensorflow\.(?:Variable|constant|convert_to_tensor|function)|keras\.layers\.TimeDistributed|flax\.linen\.(?:remat|jit)|numpy\.(?:array|asarray)|jax\.numpy\.(?:array|asarray)|flax\.nnx\.(?:Param|jit)|jax\.checkpoint|.*\b(?:weight_norm|spectral_norm|WNConv|norm_f|weight_init))$/;

function wrapper(api: string, given: GivenArguments): Abstract | null {
  const [first] = given.positional;
  return first !== undefined && wrappers.test(api) ? first.value : null;
}

/** What MMCV's `build_upsample_layer` makes of the `type` in its first argument. */
const upsampleLayers: Readonly<Record<string, string>> = {
  deconv: 'torch.nn.ConvTranspose2d',
  nearest: 'torch.nn.Upsample',
  bilinear: 'torch.nn.Upsample',
};

/** Returns whether a dotted name is that of MMCV's `build_upsample_layer`, or of a function that took over from it. */
export function isUpsampleFactory(name: string): boolean {
  return /(?:^|\.)build_upsample_layer$/.test(name);
}

/** Makes the layer that `build_upsample_layer(dict(type='deconv'), …)` makes; null if it is another, or not known. */
function configured(machine: Machine, api: string, given: GivenArguments, place: CallPlace): Abstract | null {
  if (!isUpsampleFactory(api)) return null;
  const [first, ...rest] = given.positional;
  const keywords = new Map(given.keywords);
  const config = chosen((first ?? keywords.get('cfg'))?.value ?? none);
  keywords.delete('cfg');
  if (config.kind !== 'dictionary') return null;
  const { type, ...others } = Object.fromEntries(config.entries);
  const layer = type?.kind === 'text' ? upsampleLayers[type.text] : undefined;
  if (layer === undefined) return null;
  const fromConfig = Object.entries(others).map(([name, value]): readonly [string, GivenArgument] => [
    name,
    { value, from: null, to: 0, source: name, isFixed: true },
  ]);
  return callExternal(
    machine,
    layer,
    {
      positional: first === undefined ? given.positional : rest,
      keywords: new Map([...fromConfig, ...keywords]),
      isOpen: given.isOpen || config.isOpen,
    },
    place,
  );
}

/** Returns what `_pair` of PyTorch and `to_2tuple` of timm give: a number twice, and anything else as it is. */
function paired(api: string, given: GivenArguments): Abstract | null {
  const [only, ...others] = given.positional;
  if (only === undefined || others.length > 0 || !/(?:^|\.)(?:_pair|to_2tuple)$/.test(api)) return null;
  return only.value.kind === 'size' ? tuple([only.value, only.value]) : only.value;
}

/** Applies a network to an input of the sizes that torchsummary or torchinfo are given. */
function summarized(machine: Machine, api: string, given: GivenArguments, place: CallPlace): Abstract | null {
  const library = /^(torchsummary|torchinfo)\.summary$/.exec(api)?.[1];
  const bound = bindNames(['model', 'input_size'], given);
  const [model, size] = [bound.get('model')?.value, bound.get('input_size')?.value];
  if (library === undefined || model === undefined || size === undefined) return null;
  const sizes = shapeOfList(size);
  if (sizes === null) return null;
  // torchsummary's sizes lack the batch.
  const shape = library === 'torchsummary' ? [machine.letter('N').size, ...sizes] : sizes;
  machine.apply(
    model,
    newTensor(shape, originIn(sourceOf(place.frame, place.node.callee), place.frame.chunk, place.node.from)),
    place,
  );
  return none;
}

/** A tensor that a call makes with the sizes that are its arguments. */
function created(api: string, given: GivenArguments, place: CallPlace): Abstract | null {
  if (/^torch\.(?:cuda\.)?(?:Float|Double|Half)?Tensor$/.test(api)) {
    // A list, or a tensor, is the values.
    const [first, ...rest] = given.positional.map(({ value }) => value);
    if (first?.kind === 'tensor') return rest.length > 0 ? newTensor(null) : first;
    return first === undefined || first.kind === 'list' || isUnsure(given) ? newTensor(null) : fromSizes(given, place);
  }
  const name =
    /^(?:torch|numpy|jax\.numpy|jax\.random|tensorflow|tensorflow\.random|numpy\.random|keras\.random|keras\.ops)\.(\w+)$/.exec(
      api,
    )?.[1];
  if (name === undefined) return null;
  if (name.endsWith('_like'))
    return given.positional[0]?.value.kind === 'tensor' ? { ...asTensor(given.positional[0].value), made: [] } : null;
  if (
    !/^(?:randn|rand|random|zeros|ones|empty|full|normal|uniform|randint|standard_normal|truncated_normal|random_normal|random_uniform|get_variable)$/.test(
      name,
    )
  )
    return null;
  return fromSizes(given, place);
}

/** Returns whether the only argument may be one size, a list of sizes, or values. */
function isUnsure({ positional }: GivenArguments): boolean {
  const [only] = positional;
  return positional.length === 1 && only?.value.kind === 'unknown';
}

function fromSizes(given: GivenArguments, place: CallPlace): Abstract {
  const from = originIn(sourceOf(place.frame, place.node.callee), place.frame.chunk, place.node.from);
  const named = given.keywords.get('shape') ?? given.keywords.get('size');
  const lists = [...(named === undefined ? [] : [named]), ...given.positional].map(({ value }) => value);
  for (const value of lists) {
    const shape = shapeOfList(value);
    if (shape !== null) return newTensor(shape, from);
    if (value.kind === 'tensor' && value.shape !== null) return { ...value, made: [] };
  }
  const sizes = isUnsure(given) ? null : shapeOfList(listOf(given.positional.map(({ value }) => value)));
  return newTensor(sizes === null || sizes.length === 0 || given.isOpen ? null : sizes, from);
}

function joined(machine: Machine, api: string, given: GivenArguments): Abstract | null {
  const name = /^(?:torch|jax\.numpy|numpy|tensorflow|keras\.ops|keras\.layers|keras\.backend)\.(\w+)$/.exec(api)?.[1];
  if (name === undefined) return null;
  const bound = bindNames(['tensors', 'axis'], given);
  const list =
    entriesOf(bound.get('tensors')?.value ?? none) ??
    entriesOf(given.keywords.get('values')?.value ?? given.keywords.get('arrays')?.value ?? none);
  if (['cat', 'concat', 'concatenate'].includes(name)) {
    const items = list?.items.filter(({ kind }) => kind === 'tensor' || kind === 'unknown') ?? [];
    if (list === null || list.isOpen) return { ...elementwise(items), shape: null };
    return concatenated(machine, items, givenAxis(bound, api.startsWith('keras') ? -1 : 0));
  }
  if (['add', 'mul', 'multiply', 'sub', 'subtract', 'div', 'maximum', 'minimum', 'where'].includes(name)) {
    const values = list?.items ?? given.positional.map(({ value }) => value);
    return values.some(({ kind }) => kind === 'tensor') ? elementwise(values) : null;
  }
  return null;
}

/** Returns the default of a field of a dataclass: `field(default_factory=lambda: [8, 8, 2, 2])`. */
function defaultOf(machine: Machine, api: string, given: GivenArguments, place: CallPlace): Abstract | null {
  if (!/^(?:dataclasses\.field|flax\.struct\.field|pydantic\.Field|attrs?\.(?:field|ib))$/.test(api)) return null;
  const factory = given.keywords.get('default_factory') ?? given.keywords.get('factory');
  if (factory !== undefined) return machine.call(factory.value, noArguments, place);
  return (given.keywords.get('default') ?? (api === 'pydantic.Field' ? given.positional[0] : undefined))?.value ?? null;
}

function objectOf(api: string, given: GivenArguments): Abstract | null {
  const [first, ...rest] = given.positional;
  if (api === 'functools.partial' && first !== undefined)
    return { kind: 'partial', callee: first.value, given: givenBefore({ ...given, positional: rest }) };
  if (
    /^(?:(?:collections\.)?OrderedDict|easydict\.EasyDict|types\.SimpleNamespace|addict\.Dict|box\.Box|omegaconf\.OmegaConf\.create)$/.test(
      api,
    )
  )
    return dictionaryOf(given);
  if (/(?:^|\.)(?:ArgumentParser|ArgParser)$/.test(api))
    return { kind: 'dictionary', entries: new Map(), isOpen: true };
  return null;
}

/** Returns the arguments of a partial for the call of it, which does not write them. Keywords can be given again there. */
function givenBefore({ positional, keywords, isOpen }: GivenArguments): GivenArguments {
  const elsewhere = { from: null, to: 0 };
  return {
    positional: positional.map((each) => ({ ...each, ...elsewhere, isFixed: true })),
    keywords: new Map([...keywords].map(([name, each]) => [name, { ...each, ...elsewhere, isFixed: false }])),
    isOpen,
  };
}

/** Returns what an unknown function gives: a tensor of unknown sizes for a tensor. */
function other(given: GivenArguments, { node, frame }: CallPlace): Abstract {
  return given.positional.some(({ value }) => value.kind === 'tensor')
    ? newTensor(null)
    : unknown(sourceOf(frame, node));
}
