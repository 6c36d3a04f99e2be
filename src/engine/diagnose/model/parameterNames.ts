import type { Params } from '../../core/call.ts';

/** PyTorch's names of the parameters, in the order in which changes are listed. `padding_end` is our own. */
export const parameterNames = {
  stride: 'stride',
  padding: 'padding',
  paddingEnd: 'padding_end',
  outputPadding: 'output_padding',
  dilation: 'dilation',
  groups: 'groups',
} as const satisfies Readonly<Record<keyof Params, string>>;

/** The variables of the Code tab's programs for the parameters of an axis, without H or W: "s" for sH and sW. */
export const parameterVariables = { stride: 's', padding: 'p', outputPadding: 'op', dilation: 'd' } as const;

/** Lists the parameters of which two calls have other numbers. */
export function changedParameters(one: Params, other: Params): readonly (keyof Params)[] {
  return (Object.keys(parameterNames) as (keyof Params)[]).filter((key) => String(one[key]) !== String(other[key]));
}
