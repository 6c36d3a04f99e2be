import type { CallShape, Pair, Params } from '../../engine/core/call.ts';
import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import { paramsOfOutputSize } from '../../engine/layer/paramsOfOutputSize.ts';
import { checkParameters } from '../../engine/validation/checkParameters.ts';
import { checkShapes } from '../../engine/validation/checkShapes.ts';
import { pythonValue } from '../../dialects/api.ts';
import { toParams } from '../../dialects/engineCall.ts';
import { readOnnxAttributes } from '../../dialects/onnx.ts';
import type { AutoPad } from '../../dialects/transposePads.ts';
import type { Args } from '../arguments/parseCommandLine.ts';
import { parseChoice, parsePair } from '../arguments/parseFlagValue.ts';

/** The padding of a call as a rule that depends on its sizes. */
export interface SizeRule {
  /** The wanted height and width of the output; null if they are not given. */
  readonly output: Pair | null;
  /** ONNX's auto_pad; null if the padding is given in numbers. */
  readonly autoPad: AutoPad | null;
}

const autoPads: Readonly<Record<string, AutoPad>> = {
  'same-upper': 'SAME_UPPER',
  'same-lower': 'SAME_LOWER',
  valid: 'VALID',
};

/**
 * Reads `--output-size` and `--auto-pad`; null if neither is given. Refuses flags beside them that say the same in numbers:
 * the output size gives the output_padding, and auto_pad the padding.
 */
export function readSizeRule(flags: Args['flags']): Result<SizeRule | null> {
  const size = flags.get('output-size');
  const auto = flags.get('auto-pad');
  if (size === undefined && auto === undefined) return ok(null);
  const output = size === undefined ? ok(null) : parsePair(size, 'output_size');
  if (!output.ok) return output;
  if (auto === undefined) {
    return flags.has('output-padding')
      ? refuse('output_padding', '--output-size gives the output_padding: leave --output-padding out, or --output-size')
      : ok({ output: output.value, autoPad: null });
  }
  const word = parseChoice(auto.toLowerCase().replaceAll('_', '-'), 'padding', Object.keys(autoPads), 'auto-pad');
  if (!word.ok) return word;
  const beside = ['padding', 'padding-end'].find((name) => flags.has(name));
  if (beside !== undefined)
    return refuse('padding', `--auto-pad gives the padding: leave --${beside} out, or --auto-pad`);
  return ok({ output: output.value, autoPad: autoPads[word.value] ?? null });
}

/** Returns the parameters of a call that a rule gives for its shapes. Refused if no parameters follow from it. */
export function paramsBySize(shape: CallShape, { output: given, autoPad }: SizeRule): Result<Params> {
  // A 1-D call keeps its height of 1.
  const output: Pair | null = given !== null && shape.is1d === true ? [1, given[1]] : given;
  const refusal = checkShapes(shape) ?? checkParameters(shape);
  if (refusal !== null) return { ok: false, refusal };
  if (output?.some((size) => size < 1) === true)
    return refuse('output_size', `output_size = ${output.join()} must be at least 1 along both axes`);
  if (autoPad === null)
    return output === null
      ? ok(shape.params)
      : withOtherCalls(paramsOfOutputSize(shape, output), output, shape.is1d === true);
  const { input, weight, params } = shape;
  const attributes = new Map(
    Object.entries({
      auto_pad: autoPad,
      strides: params.stride,
      dilations: params.dilation,
      group: params.groups,
      output_padding: params.outputPadding,
      output_shape: output,
    }).map(([name, value]) => [name, pythonValue(value)]),
  );
  const found = toParams(readOnnxAttributes(attributes, weight), input.slice(-2));
  if (found.ok) return found;
  const { argument, message, ...where } = found.refusal;
  return refuse(argument, `--auto-pad ${autoPad.toLowerCase().replace('_', '-')}: ${message}`, where);
}

/** Adds to the refusal of an output size how to find calls that give it. */
function withOtherCalls(params: Result<Params>, output: Pair, is1d: boolean): Result<Params> {
  if (params.ok) return params;
  const { argument, message, ...where } = params.refusal;
  // A 1-D call has one output size, the second here.
  const wanted = is1d ? String(output[1]) : output.join();
  return refuse(argument, `${message} Other parameters: convt shape --wanted ${wanted}`, where);
}
