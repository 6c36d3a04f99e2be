import type { Pair, Params } from '../engine/call.ts';
import { accept, type Argument, type Result } from '../engine/refusal.ts';
import { parseInteger, parsePair } from './values.ts';

type Flags = ReadonlyMap<string, string>;

/** A pair flag, or what stands without it. */
export function readPair(flags: Flags, argument: Argument, absent: Pair): Result<Pair> {
  const text = flags.get(argument.replaceAll('_', '-'));
  return text === undefined ? accept(absent) : parsePair(text, argument);
}

/** An integer flag, or what stands without it. */
export function readInteger(flags: Flags, argument: Argument, absent: number): Result<number> {
  const text = flags.get(argument);
  return text === undefined ? accept(absent) : parseInteger(text, argument);
}

/** The call's parameters: the flags where they are given, else `base`. */
export function readParams(flags: Flags, base: Params): Result<Params> {
  const stride = readPair(flags, 'stride', base.stride);
  if (!stride.ok) return stride;
  const padding = readPair(flags, 'padding', base.padding);
  if (!padding.ok) return padding;
  const outputPadding = readPair(flags, 'output_padding', base.outputPadding);
  if (!outputPadding.ok) return outputPadding;
  const dilation = readPair(flags, 'dilation', base.dilation);
  if (!dilation.ok) return dilation;
  const groups = readInteger(flags, 'groups', base.groups);
  if (!groups.ok) return groups;
  return accept({
    stride: stride.value,
    padding: padding.value,
    outputPadding: outputPadding.value,
    dilation: dilation.value,
    groups: groups.value,
  });
}
