import type { CallShape, Pair } from '../../src/engine/core/call.ts';
import { assertNever } from '../../src/engine/core/assertNever.ts';
import type { Refusal } from '../../src/engine/core/refusal.ts';
import { type Shape, shapeText } from '../../src/engine/core/tensor.ts';
import { formulationOf } from '../../src/engine/formulations/formulations.ts';
import { legalGroups } from '../../src/engine/validation/legal.ts';
import type { Scenario } from '../../src/scenario/document/scenario.ts';
import { inputSize, outputChannelsOf, reshapedOrFilled, withGroups, withInputSize } from './formShape.ts';

/** A change of a refused scenario that removes the reason. */
export interface Remedy {
  /** The words on the button. */
  readonly label: string;
  readonly change: (scenario: Scenario) => Scenario;
}

const pairKeys = {
  stride: 'stride',
  padding: 'padding',
  padding_end: 'paddingEnd',
  output_padding: 'outputPadding',
  dilation: 'dilation',
} as const;

/**
 * Returns what can be done about a refusal with one button, the nearest first. `shape` is that of the refused scenario's
 * call; null if it is not known.
 */
export function remediesOf(refusal: Refusal, scenario: Scenario, shape: CallShape | null): readonly Remedy[] {
  const { argument, axis, legal } = refusal;
  switch (argument) {
    case 'weight':
      return shape === null ? [] : channelRemedies(scenario, shape);
    case 'bias': {
      if (shape === null || scenario.bias === null) return [];
      const fitted = [outputChannelsOf(shape.weight, shape.params.groups)];
      const { bias } = scenario;
      return [
        {
          label: `Fit the bias ${shapeText(fitted)}`,
          change: (before) => ({ ...before, bias: reshapedOrFilled(bias, fitted) }),
        },
      ];
    }
    case 'groups': {
      const nearest = shape === null ? null : nearestGroups(shape, scenario.params.groups);
      if (nearest === null) return [];
      return [{ label: `Set groups to ${nearest}`, change: (before) => withGroups(before, nearest) }];
    }
    case 'stride':
    case 'padding':
    case 'padding_end':
    case 'output_padding':
    case 'dilation': {
      const key = pairKeys[argument];
      const pair = scenario.params[key];
      if (axis === undefined || legal === undefined || pair === undefined) return [];
      const value = Math.min(Math.max(pair[axis], legal.min), Math.max(legal.min, legal.max ?? Infinity));
      if (!Number.isSafeInteger(value) || value === pair[axis]) return [];
      const mended: Pair = axis === 0 ? [value, pair[1]] : [pair[0], value];
      return [
        {
          label: `Set ${argument}[${axis}] to ${value}`,
          change: (before) => ({ ...before, params: { ...before.params, [key]: mended } }),
        },
      ];
    }
    case 'seed':
      return legal === undefined
        ? []
        : [{ label: `Set the seed to ${legal.min}`, change: (before) => ({ ...before, seed: legal.min }) }];
    case 'formulation':
      return [
        {
          label: `Switch to ${formulationOf('auto').title}`,
          change: (before) => ({ ...before, formulation: 'auto' }),
        },
      ];
    case 'actual':
      return [{ label: 'Stop checking it', change: (before) => ({ ...before, actual: undefined }) }];
    case 'input':
    case 'dtype':
    case 'kernel_size':
    case 'output_size':
    case 'file':
    case 'fill':
    case 'scenario':
    case 'expected':
    case 'grad':
    case 'grad_output':
    case 'rtol':
    case 'atol':
    case 'memory':
      return [];
    default:
      return assertNever(argument, 'argument');
  }
}

/** Offers to fit the weight to the input's channels, or the input to the weight's. */
function channelRemedies(scenario: Scenario, { input, weight }: CallShape): readonly Remedy[] {
  const [cin, weightCin] = [inputSize(input, 'C'), weight[0]];
  if (cin === null || weightCin === undefined || weight.length !== 4 || cin === weightCin || cin < 1) return [];
  const fitted = [cin, ...weight.slice(1)];
  const ofWeight: Remedy = {
    label: `Fit the weight ${shapeText(fitted)}`,
    change: (before) => ({ ...before, weight: reshapedOrFilled(before.weight, fitted) }),
  };
  if ('file' in scenario.input) return [ofWeight];
  const ofInput: Remedy = {
    label: `Fit the input ${shapeText(withChannels(input, weightCin))}`,
    change: (before) => ({ ...withInputSize(before, 'C', weightCin), weight: before.weight }),
  };
  // The numbers of a file count more than those that are made up.
  return 'file' in scenario.weight ? [ofInput, ofWeight] : [ofWeight, ofInput];
}

function withChannels(input: Shape, channels: number): Shape {
  return input.map((size, axis) => (axis === input.length - 3 ? channels : size));
}

/** Returns the common divisor of both channel counts that is nearest to `groups`; null if there is none to offer. */
function nearestGroups({ input, weight }: CallShape, groups: number): number | null {
  const [cin, cout] = [inputSize(input, 'C'), outputChannelsOf(weight, groups)];
  if (cin === null || !(cin >= 1) || !(cout >= 1)) return null;
  const possible = legalGroups(cin, cout) ?? [];
  const distance = (value: number): number => Math.abs(value - groups);
  const [first, ...rest] = possible;
  if (first === undefined) return null;
  return rest.reduce((nearest, value) => (distance(value) < distance(nearest) ? value : nearest), first);
}
