import { defaultParams, type Pair, type Params } from '../../engine/core/call.ts';
import { ok, refuse, type Result } from '../../engine/core/refusal.ts';

/** The arguments of `torch.nn.ConvTranspose2d` that are read and written. */
const names = ['stride', 'padding', 'output_padding', 'dilation', 'groups'] as const;

/** Writes the parameters as Python arguments: "stride=2, padding=(1, 0), output_padding=0, dilation=1, groups=1". */
export function layerParamsText({ stride, padding, outputPadding, dilation, groups }: Params): string {
  const pair = ([h, w]: Pair): string => (h === w ? String(h) : `(${h}, ${w})`);
  const values = [pair(stride), pair(padding), pair(outputPadding), pair(dilation), String(groups)];
  return names.map((name, i) => `${name}=${values[i] ?? ''}`).join(', ');
}

const argument = /^\s*([a-z_]+)\s*=\s*(-?\d+|\(\s*-?\d+\s*,\s*-?\d+\s*,?\s*\)|\[\s*-?\d+\s*,\s*-?\d+\s*\])\s*(?:,|$)/;

/**
 * Reads keyword arguments of `torch.nn.ConvTranspose2d`; those left out have the defaults of PyTorch. Refuses anything
 * else. Whether the call is valid is decided by `validateCall`.
 */
export function parseLayerParams(text: string): Result<Params> {
  const given = new Map<string, Pair>();
  let rest = text.trim();
  while (rest !== '') {
    const [whole = '', name = '', value = ''] = argument.exec(rest) ?? [];
    if (whole === '') {
      return refuse(
        'scenario',
        `${JSON.stringify(rest)} is not an argument of ConvTranspose2d: write name=integer or name=(height, width).`,
      );
    }
    if (!names.some((known) => known === name)) {
      return refuse('scenario', `ConvTranspose2d has no argument ${name}: its arguments are ${names.join(', ')}.`);
    }
    const [h = 0, w = h] = value
      .split(/[^-\d]+/)
      .filter((part) => part !== '')
      .map(Number);
    given.set(name, [h, w]);
    rest = rest.slice(whole.length).trim();
  }
  const groups = given.get('groups') ?? [defaultParams.groups, defaultParams.groups];
  if (groups[0] !== groups[1]) return refuse('groups', `groups = (${groups.join(', ')}) must be one integer.`);
  return ok({
    stride: given.get('stride') ?? defaultParams.stride,
    padding: given.get('padding') ?? defaultParams.padding,
    outputPadding: given.get('output_padding') ?? defaultParams.outputPadding,
    dilation: given.get('dilation') ?? defaultParams.dilation,
    groups: groups[0],
  });
}
