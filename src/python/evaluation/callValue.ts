import { findApi } from '../../dialects/dialects.ts';
import { canonicalName } from '../layers/canonicalName.ts';
import { entriesOf } from '../values/entries.ts';
import { symbolFormula } from '../../dialects/formula.ts';
import type { Abstract, GivenArgument, GivenArguments, TensorValue } from '../values/abstract.ts';
import { join } from '../values/join.ts';
import { formulaOfValue, none, newTensor, oneArgument, unknown } from '../values/make.ts';
import { applyChoice, applyLayer } from './applyLayer.ts';
import { callExternal } from './callExternal.ts';
import { applyingMethod, callFunction, instantiate } from './callFunction.ts';
import { callMethod, nativeOf } from './callMethod.ts';
import { sourceOf } from './evaluateExpression.ts';
import type { CallPlace, Machine } from './machine.ts';
import { tensorMethod } from './tensorFunctions.ts';
import { asTensor } from './tensors.ts';

/** Returns what a call gives. */
export function callValue(machine: Machine, callee: Abstract, given: GivenArguments, place: CallPlace): Abstract {
  const source = (): string => sourceOf(place.frame, place.node);
  const calling = { machine, place, hasTensors: false };
  switch (callee.kind) {
    case 'function':
      return callFunction(calling, callee, given);
    case 'class':
      return instantiate(calling, callee, given, (name) => nativeOf(machine, name, given, place));
    case 'instance': {
      machine.applied.add(callee);
      const method = applyingMethod(callee);
      if (method !== null) return callFunction(calling, method, given);
      const native = callee.base.get('native');
      return native === undefined ? other(given, source()) : callValue(machine, native, given, place);
    }
    case 'layer':
    case 'container': {
      const input = given.positional[0]?.value ?? [...given.keywords.values()][0]?.value;
      if (input === undefined) return unknown(source());
      // layer(x, output_size=…) decides the size of the output.
      const result = machine.apply(callee, input, place);
      const isReached = callee.kind === 'layer' && callee.reach !== null;
      const size = given.keywords.get('output_size') ?? (isReached ? given.positional[1] : undefined);
      if (
        size === undefined ||
        !(isReached || (callee.kind === 'layer' && callee.api.startsWith('torch.nn.MaxUnpool'))) ||
        result.kind !== 'tensor' ||
        result.shape === null
      )
        return result;
      return withOutputSize(result, size, callee.api.endsWith('1d') ? 1 : 2);
    }
    case 'external':
      return callExternal(machine, callee.name, given, place);
    case 'partial':
      return callValue(
        machine,
        callee.callee,
        {
          positional: [...callee.given.positional, ...given.positional],
          keywords: new Map([...callee.given.keywords, ...given.keywords]),
          isOpen: callee.given.isOpen || given.isOpen,
        },
        place,
      );
    case 'method':
      return callMethod(machine, callee, given, place);
    case 'choice': {
      // The arguments are those of the class that is meant: another one beside it may take others.
      const meant = callee.primary === null ? undefined : callee.options[callee.primary];
      if (meant !== undefined && isReachable(meant) && callee.options.every((option) => isReachable(option)))
        return callValue(machine, meant, given, place);
      const results = machine.alternatives(
        callee.options.map(
          (option) => () => (option.kind === 'none' ? none : callValue(machine, option, given, place)),
        ),
        callee.primary,
      );
      const primary = callee.primary === null ? undefined : results[callee.primary];
      const [first = none, ...rest] = results;
      if (primary?.kind === 'tensor') return primary;
      if (primary !== undefined) return { kind: 'choice', options: results, primary: callee.primary };
      return rest.reduce((all, result) => join(all, result, null, source()), first);
    }
    case 'unknown': {
      // Only tensors have sizes to change: `x.view(…)` says what x is from there on.
      const { callee: written } = place.node;
      if (written.kind === 'attribute' && (written.name === 'view' || written.name === 'reshape'))
        return tensorMethod(machine, newTensor(null), written.name, given, source(), place);
      return other(given, source());
    }
    default:
      return other(given, source());
  }
}

/** Returns whether a value is a class or a function whose calls are looked for. */
function isReachable(value: Abstract): boolean {
  if (value.kind === 'partial') return isReachable(value.callee);
  return value.kind === 'external' && (findApi(value.name) ?? findApi(canonicalName(value.name))) !== null;
}

function other(given: GivenArguments, source: string): Abstract {
  return given.positional.some(({ value }) => value.kind === 'tensor') ? newTensor(null) : unknown(source);
}

/** Returns the output of a layer that is applied with an `output_size`, which may not be known. */
function withOutputSize(result: TensorValue, { value, source }: GivenArgument, rank: number): Abstract {
  if (result.shape === null || value.kind === 'none') return result;
  const offset = result.shape.length - rank;
  const entries = entriesOf(value);
  const items = entries === null || entries.isOpen ? [] : entries.items.slice(-rank);
  const shape = result.shape.map((each, axis) => {
    if (axis < offset) return each;
    const item = items[axis - offset];
    return (item === undefined ? null : formulaOfValue(item)) ?? symbolFormula(`${source}[${axis - offset - rank}]`);
  });
  const [last] = result.made.slice(-1);
  if (last?.isDirect === true) {
    last.application.output = shape;
    last.application.hasOutputSize = true;
  }
  return { ...result, shape };
}

/** Applies a layer, a module, a container or a function to one input. */
export function applyValue(machine: Machine, callee: Abstract, input: Abstract, place: CallPlace): Abstract {
  if (!machine.spend()) return newTensor(null);
  switch (callee.kind) {
    case 'layer':
      return applyLayer(machine, callee, input);
    case 'container': {
      machine.applied.add(callee);
      if (!callee.isSequence) return newTensor(null);
      let value = input;
      for (const entry of callee.entries.values()) value = applyValue(machine, entry, value, place);
      return callee.isOpen ? { ...asTensor(value), shape: null, made: [] } : value;
    }
    case 'choice':
      return applyChoice(machine, callee, input, place);
    case 'none':
      return input;
    case 'instance':
    case 'function':
    case 'external':
    case 'partial':
    case 'method':
      return callValue(machine, callee, oneArgument(input, 'x'), place);
    // In a sequence of layers, a tensor is keras.Input.
    case 'tensor':
      return callee;
    default:
      return newTensor(null);
  }
}
