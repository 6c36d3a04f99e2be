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

/** Says which parameters differ: "stride 1 in place of 2, padding (0, 2) in place of (1, 1)". */
export function changesInWords(required: Params, yours: Params): string {
  const text = (value: Params[keyof Params]): string =>
    typeof value === 'number' ? String(value) : value === undefined ? 'that of the start' : `(${value.join(', ')})`;
  const short = (value: Params[keyof Params]): string =>
    typeof value === 'object' && value[0] === value[1] ? String(value[0]) : text(value);
  return changedParameters(required, yours)
    .map((key) => {
      const isPlain = [yours[key], required[key]].every(
        (value) => short(value) !== text(value) || typeof value === 'number',
      );
      const write = isPlain ? short : text;
      return `${parameterNames[key]} ${write(yours[key])} in place of ${write(required[key])}`;
    })
    .join(', ');
}
