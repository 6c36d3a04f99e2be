import { findApi } from '../../dialects/dialects.ts';
import { type Formula, formulaOf, formulaText, sumOf, symbolFormula, numberOf } from '../../dialects/formula.ts';
import { findFoldApi, foldingOf } from '../layers/folding.ts';
import { type LayerRule, RuleArguments } from '../layers/layerRule.ts';
import { layerRuleOf } from '../layers/layerRules.ts';
import type {
  Abstract,
  Application,
  Dimensions,
  GivenArgument,
  LayerValue,
  ReachedCall,
  TensorValue,
} from '../values/abstract.ts';
import { formulaOfValue, tuple } from '../values/make.ts';
import { layerOfReach } from '../values/layerOfReach.ts';
import { guessed, join } from '../values/join.ts';
import { originIn } from './hints.ts';
import type { CallPlace, Machine } from './machine.ts';
import { carriedOutput, written } from './carriedOutput.ts';
import { asTensor, elementwise, indirectly } from './tensors.ts';

/** Applies a layer of a framework to a tensor, or to several that it joins. */
export function applyLayer(machine: Machine, layer: LayerValue, input: Abstract): Abstract {
  if (layer.api === '#shape') return applyShape(machine, layer, asTensor(input));
  if (layer.reach !== null) return applyReach(machine, layer.reach, input);
  if (layer.api === 'keras.Model') return layer.arguments.get('outputs')?.value ?? asTensor(input);
  const merged = mergeLayer(layer.api);
  if (merged !== null && input.kind === 'list')
    return merged === 'add'
      ? elementwise(input.items)
      : concatenated(machine, input.items, givenAxis(layer.arguments, -1));
  const rule = layerRuleOf(layer.api);
  if (rule === null) return { ...asTensor(input), shape: null, made: [] };
  const output = applyRule(machine, rule, layer, asTensor(input));
  return withIndices(layer, output);
}

/** Returns what a pooling with `return_indices` gives: the output, and indices of its sizes. */
export function withIndices({ api, arguments: given }: LayerValue, output: TensorValue): Abstract {
  const isPooling = /^torch\.nn\.(?:MaxPool\dd|functional\.max_pool\dd)$/.test(api);
  const wanted = given.get('return_indices')?.value;
  return isPooling && wanted?.kind === 'boolean' && wanted.boolean ? tuple([output, { ...output, made: [] }]) : output;
}

/** The layers of Keras that join tensors. */
function mergeLayer(api: string): 'add' | 'concatenate' | null {
  const name = /^keras\.layers\.(\w+)$/.exec(api)?.[1]?.toLowerCase();
  if (name === 'concatenate') return 'concatenate';
  return name !== undefined && ['add', 'subtract', 'multiply', 'average', 'maximum', 'minimum'].includes(name)
    ? 'add'
    : null;
}

/** Returns the number of the argument `axis` or `dim`. */
export function givenAxis(given: ReadonlyMap<string, GivenArgument>, absent: number | null): number | null {
  const args = new RuleArguments(given);
  return args.number(args.value('axis') === undefined ? 'dim' : 'axis', absent);
}

/** Returns the tensors one after the other along an axis. */
export function concatenated(machine: Machine, items: readonly Abstract[], axis: number | null): TensorValue {
  const tensors = items.map(asTensor);
  const known = tensors.filter(({ shape }) => shape !== null);
  const largest = known[0]?.shape ?? null;
  const whole = elementwise(tensors);
  if (largest === null || axis === null) return { ...whole, shape: null };
  const at = axis < 0 ? largest.length + axis : axis;
  const sizes = tensors.map(({ shape }) => (shape?.length === largest.length ? shape[at] : undefined));
  const isKnown = sizes.every((size) => size !== undefined);
  const sum = isKnown ? sumOf(...sizes) : null;
  const shape = largest.map((size, index) => {
    if (index !== at) return size;
    return sum ?? symbolFormula('?');
  });
  return { ...whole, shape: freshened(machine, shape) };
}

/** Returns a shape in which sizes that nobody can know or read have letters. */
export function freshened(machine: Machine, shape: Dimensions, order: 'first' | 'last' = 'first'): Dimensions {
  if (shape === null) return null;
  return shape.map((size, axis) => {
    return isUnreadable(size) ? machine.letter(letterOf(axis, shape.length, order)).size : size;
  });
}

function isUnreadable(size: Formula): boolean {
  let length = 0;
  for (const { symbols } of size)
    for (const symbol of symbols) {
      if (symbol === '?') return true;
      length += symbol.length;
    }
  return size.length > 5 || (length > 20 && formulaText(size).length > 60);
}

function letterOf(axis: number, rank: number, order: 'first' | 'last'): string {
  const spatial = rank === 3 ? ['L'] : ['H', 'W'];
  const letters = order === 'first' ? ['N', 'C', ...spatial] : ['N', ...spatial, 'C'];
  return letters[axis] ?? 'D';
}

/** Returns a tensor of which only the rank and perhaps the channels are known, for one of which nothing is. */
export function ranked(
  machine: Machine,
  input: TensorValue,
  rank: number,
  order: 'first' | 'last',
  channels: Formula | null,
): TensorValue {
  if (input.shape !== null && input.shape.length > rank && (order === 'last' || input.shape.length <= rank + 2)) {
    const at = order === 'first' ? input.shape.length - rank - 1 : input.shape.length - 1;
    // A setting knows nothing of the channels of this network.
    // In a guessed branch, the input may belong to another layer, so its channels are not trusted either.
    const isGuess = (input.origin?.words === 'the setting' || machine.guesses.length > 0) && channels !== null;
    const shape = isGuess ? input.shape.map((size, axis) => (axis === at ? channels : size)) : input.shape;
    return { ...input, shape: freshened(machine, shape, order) };
  }
  let origin = input.origin;
  const shape = Array.from({ length: rank + 2 }, (_, axis) => {
    const letter = letterOf(axis, rank + 2, order);
    if (letter === 'C' && channels !== null) return channels;
    const made = machine.letter(letter);
    origin ??= made.origin;
    return made.size;
  });
  return { ...input, shape, origin };
}

/** Applies a layer or a function to a tensor by its rule, and notes it after the calls that made the tensor. */
export function applyRule(machine: Machine, rule: LayerRule, layer: LayerValue, value: TensorValue): TensorValue {
  const given = value.shape === null ? shapedByArguments(machine, layer, value) : value;
  const args = new RuleArguments(layer.arguments);
  const argument = rule.demand === null ? undefined : layer.arguments.get(rule.demand);
  const takes = argument === undefined ? null : formulaOfValue(argument.value);
  const order = rule.channels === 'last' && args.word('data_format') === 'CHANNELS_FIRST' ? 'first' : rule.channels;
  const input = rule.rank === null ? given : ranked(machine, given, rule.rank, order, takes);
  follow(machine, input, {
    kind: rule.kind,
    api: layer.api,
    chunk: layer.chunk,
    from: layer.from,
    to: layer.to,
    takes,
    takesArgument: rule.demand,
    given: argument ?? null,
    receives: channelsOf(input.shape, rule.kind === 'linear' ? 'last' : order, rule.rank),
  });
  const shape = freshened(machine, rule.shape(args, input.shape), order);
  const keeps = rule.kind !== 'convolution' && rule.kind !== 'linear';
  // What Reshape((7, 7, 256)) says is not known from its input.
  const isSaid = /Reshape$|Unflatten$/.test(layer.api) && input.origin === null;
  const origin =
    isSaid && shape?.slice(1).some((size) => numberOf(size) !== null) === true
      ? originIn(layer.api.slice(layer.api.lastIndexOf('.') + 1), layer.chunk, layer.from)
      : input.origin;
  return { kind: 'tensor', shape, origin, made: keeps ? indirectly([input]) : [] };
}

/** Returns the tensor that Keras's `input_shape` or `input_dim` of a first layer describes. */
function shapedByArguments(
  machine: Machine,
  { api, arguments: given, chunk, from }: LayerValue,
  value: TensorValue,
): TensorValue {
  if (!api.startsWith('keras.')) return value;
  const args = new RuleArguments(given);
  const sizes = args.list('input_shape') ?? args.list('input_dim');
  if (sizes === null) return value;
  return { ...value, shape: [machine.letter('N').size, ...sizes], origin: originIn('input_shape', chunk, from) };
}

/** Returns the channels of a shape. */
function channelsOf(shape: Dimensions, order: 'first' | 'last', rank: number | null): Formula | null {
  if (shape === null) return null;
  if (order === 'last') return shape.at(-1) ?? null;
  return shape[rank === null ? 1 : shape.length - rank - 1] ?? null;
}

/**
 * Notes a layer after the calls whose outputs a tensor is made of. If another layer may be applied instead, its expected
 * channels are not recorded.
 */
function follow(
  machine: Machine,
  { made }: TensorValue,
  follower: Omit<Application['following'][number], 'isDirect'>,
): void {
  for (const { application, isDirect, isGuess = false } of made) {
    if (application.following.length >= 12) continue;
    // What is done on the same way as the call is sure to follow it.
    const last = machine.guesses.at(-1);
    const isSure = !isGuess && (last === undefined || application.guesses.includes(last));
    application.following.push({
      ...follower,
      isDirect: isDirect && isSure,
      takes: isSure ? follower.takes : null,
    });
  }
}

function applyShape(machine: Machine, layer: LayerValue, input: TensorValue): TensorValue {
  const shape = layer.arguments.get('shape')?.value;
  if (shape?.kind !== 'list') return input;
  const sizes = shape.items.map((item) => formulaOfValue(item) ?? symbolFormula('?'));
  return machine.told(input, sizes, { words: 'the comment in line #', chunk: layer.chunk, at: layer.from });
}

/** Applies a call that is looked for to its input, and remembers the sizes. */
export function applyReach(machine: Machine, reach: ReachedCall, value: Abstract): Abstract {
  const answer = machine.answer(reach.path);
  const answered = { words: 'your answer', chunk: null, at: 0 };
  const told = (input: TensorValue): TensorValue => (answer === null ? input : machine.told(input, answer, answered));
  const fold = findFoldApi(reach.api);
  if (fold !== null) {
    const given = asTensor(value);
    const input = told(fold.kind === 'unfold' ? ranked(machine, given, 2, 'first', null) : given);
    const { output } = foldingOf(fold, reach.arguments, input.shape);
    return applied(
      machine,
      reach,
      input,
      freshened(machine, output),
      'other',
      null,
      null,
      fold.kind === 'unfold' ? 2 : null,
    );
  }
  const layer = layerOfReach(reach);
  if (layer === null) return asTensor(value);
  const rank = layer.axes.length;
  const takes = layer.cin === null ? null : written(formulaOf(layer.cin), reach.arguments);
  const input = told(ranked(machine, asTensor(value), rank, layer.channels, takes));
  const output = carriedOutput(layer, input.shape, reach.arguments);
  const api = findApi(reach.api)?.api;
  const name =
    ['in_channels', 'in_features'].find((each) => api?.parameters.some((parameter) => parameter.name === each)) ?? null;
  return applied(machine, reach, input, freshened(machine, output, layer.channels), 'transposed', takes, name, rank);
}

function applied(
  machine: Machine,
  reach: ReachedCall,
  input: TensorValue,
  output: Dimensions,
  kind: 'transposed' | 'other',
  takes: Formula | null,
  takesArgument: string | null,
  rank: number | null,
): TensorValue {
  const order = kind === 'transposed' ? (layerOfReach(reach)?.channels ?? 'first') : 'first';
  follow(machine, input, {
    kind,
    api: reach.api,
    chunk: reach.chunk,
    from: reach.node.from,
    to: reach.node.to,
    takes,
    takesArgument,
    given: takesArgument === null ? null : (reach.arguments.get(takesArgument) ?? null),
    receives: channelsOf(input.shape, order, rank),
  });
  const { guesses } = machine;
  const application: Application = { input: input.shape, origin: input.origin, output, following: [], guesses };
  if (reach.applications.length < 16) reach.applications.push(application);
  return { kind: 'tensor', shape: output, origin: input.origin, made: [{ application, isDirect: true }] };
}

/** Applies one of several values, each for what it does; the result is that of the one that is meant. */
export function applyChoice(
  machine: Machine,
  choice: Abstract & { readonly kind: 'choice' },
  input: Abstract,
  place: CallPlace,
): Abstract {
  const results = machine.alternatives(
    choice.options.map((option) => () => (option.kind === 'none' ? input : machine.apply(option, input, place))),
    choice.primary,
  );
  const primary = choice.primary === null ? undefined : results[choice.primary];
  const [first = input, ...rest] = results;
  if (primary !== undefined) {
    const tensors = results.filter((result) => result.kind === 'tensor');
    return primary.kind === 'tensor'
      ? {
          ...primary,
          made: [...primary.made, ...guessed(indirectly(tensors.filter((each) => each !== primary)))],
        }
      : primary;
  }
  const joined = rest.reduce((all, result) => join(all, result, null, 'x'), first);
  return joined.kind === 'tensor' ? { ...joined, shape: freshened(machine, joined.shape) } : joined;
}
