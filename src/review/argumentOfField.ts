import { parameterOf } from '../dialects/api.ts';
import { findApi } from '../dialects/dialects.ts';
import type { Argument } from '../engine/core/refusal.ts';
import type { TransposedSite } from '../python/callSite.ts';

/** The names of the channel counts in all APIs. */
export const channelArguments = {
  cin: ['in_channels', 'in_features'],
  cout: ['out_channels', 'filters', 'features', 'out_features', 'output_channels', 'num_outputs'],
} as const;

/** Returns the first of these names that is a parameter of the call's API; null if none is. */
export function firstParameter(site: TransposedSite, names: readonly string[]): string | null {
  const { parameters = [] } = findApi(site.resolvedName)?.api ?? {};
  return names.find((name) => parameters.some((parameter) => parameter.name === name)) ?? null;
}

/** The names of the argument that says whether there is a bias. */
export const biasArguments = ['bias', 'use_bias', 'with_bias', 'bias_attr'] as const;

/**
 * Returns the argument of a call that a field of the debugger's form stands for: the field "kW" of the weight is the
 * kernel size. Null if the call has none.
 */
export function argumentOfField(
  site: TransposedSite,
  field: { readonly argument: Argument; readonly name: string },
): string | null {
  const api = findApi(site.resolvedName)?.api ?? null;
  if (api === null) return null;
  const { argument, name } = field;
  if (argument === 'bias') return firstParameter(site, biasArguments);
  if (argument === 'padding_end') return parameterOf(api, 'padding');
  if (argument !== 'input' && argument !== 'weight') return parameterOf(api, argument);
  if (name === 'kH' || name === 'kW') return parameterOf(api, 'kernel_size') ?? api.weight;
  if (name === 'C' || name === 'Cin') return firstParameter(site, channelArguments.cin) ?? api.weight;
  if (name === 'Cout') return firstParameter(site, channelArguments.cout) ?? api.weight;
  return argument === 'input' ? api.input : api.weight;
}
