import type { Pair, Params } from '../../engine/core/call.ts';
import { ok, type Argument, type Result } from '../../engine/core/refusal.ts';
import { parseInteger, parsePair } from './parseFlagValue.ts';

type Flags = ReadonlyMap<string, string>;

/** Reads a flag of one or two integers. If the flag is not given, returns `absent`. */
export function readPair(flags: Flags, argument: Argument, absent: Pair): Result<Pair> {
  const text = flags.get(argument.replaceAll('_', '-'));
  return text === undefined ? ok(absent) : parsePair(text, argument);
}

/** Reads an integer flag. If the flag is not given, returns `absent`. */
export function readInteger(flags: Flags, argument: Argument, absent: number): Result<number> {
  const text = flags.get(argument);
  return text === undefined ? ok(absent) : parseInteger(text, argument);
}

/** Reads the parameters of the call from the flags. A parameter whose flag is not given is taken from `base`. */
export function readParams(flags: Flags, base: Params): Result<Params> {
  const stride = readPair(flags, 'stride', base.stride);
  if (!stride.ok) return stride;
  const padding = readPair(flags, 'padding', base.padding);
  if (!padding.ok) return padding;
  const paddingEnd = readPaddingEnd(flags, base);
  if (!paddingEnd.ok) return paddingEnd;
  const outputPadding = readPair(flags, 'output_padding', base.outputPadding);
  if (!outputPadding.ok) return outputPadding;
  const dilation = readPair(flags, 'dilation', base.dilation);
  if (!dilation.ok) return dilation;
  const groups = readInteger(flags, 'groups', base.groups);
  if (!groups.ok) return groups;
  return ok({
    stride: stride.value,
    padding: padding.value,
    ...paddingEnd.value,
    outputPadding: outputPadding.value,
    dilation: dilation.value,
    groups: groups.value,
  });
}

/**
 * Reads `--padding-end`. If only `--padding` is given, it sets the padding on all four sides, even if `base` has a
 * different one at the bottom and right.
 */
function readPaddingEnd(flags: Flags, base: Params): Result<Pick<Params, 'paddingEnd'>> {
  const text = flags.get('padding-end');
  if (text !== undefined) {
    const pair = parsePair(text, 'padding_end');
    return pair.ok ? ok({ paddingEnd: pair.value }) : pair;
  }
  const { paddingEnd } = base;
  return ok(paddingEnd === undefined || flags.has('padding') ? {} : { paddingEnd });
}
