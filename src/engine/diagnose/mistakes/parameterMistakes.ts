import type { Call, Params } from '../../core/call.ts';
import { unfoldCode } from '../model/fixCode.ts';
import { swapped, withParams } from '../model/edits.ts';
import type { Hypothesis } from '../model/hypothesis.ts';
import type { Mistake } from '../model/mistake.ts';
import { swappedCode, unfoldLine } from './code.ts';

/** Parameters that differ from what they should be, if they do. */
function* instead(call: Call, change: Partial<Params>): Iterable<Hypothesis> {
  const changed = withParams(call, change);
  const keys = Object.keys(change) as (keyof Params)[];
  if (keys.every((key) => String(changed.params[key]) === String(call.params[key]))) return;
  yield { detail: '', call: changed };
}

export const parameterMistakes: readonly Mistake[] = [
  {
    id: 'stride-axes-swapped',
    title: 'Vertical and horizontal stride were swapped',
    means: 'stride = (width, height)',
    place: 'padded',
    known: [],
    fix: 'stride is (height, width).',
    code: swappedCode('s'),
    hypotheses: ({ call }) => instead(call, { stride: swapped(call.params.stride) }),
  },
  {
    id: 'dilation-ignored',
    title: 'The dilation was ignored',
    means: 'd = (1, 1)',
    place: 'unfolded',
    known: [],
    fix: 'Put the taps dilation apart when unfolding, and pad by dilation·(kernel_size − 1) − padding.',
    code: unfoldCode(`\
-Ho = (H - 1) * sH - 2 * pH + (kH - 1) + opH + 1
+Ho = (H - 1) * sH - 2 * pH + dH * (kH - 1) + opH + 1
-Wo = (W - 1) * sW - 2 * pW + (kW - 1) + opW + 1
+Wo = (W - 1) * sW - 2 * pW + dW * (kW - 1) + opW + 1
 inserted[:, :, ::sH, ::sW] = x
-top, left = (kH - 1) - pH, (kW - 1) - pW
+top, left = dH * (kH - 1) - pH, dW * (kW - 1) - pW
 x_hat = F.pad(inserted, (left, left + opW, top, top + opH))
-U = F.unfold(x_hat, (kH, kW)).reshape(N, groups, Cin // groups * kH * kW, Ho * Wo)
+${unfoldLine}`),
    hypotheses: ({ call }) => instead(call, { dilation: [1, 1] }),
  },
  {
    id: 'dilation-axes-swapped',
    title: 'Vertical and horizontal dilation were swapped',
    means: 'dilation = (width, height)',
    place: 'unfolded',
    known: [],
    fix: 'dilation is (height, width).',
    code: swappedCode('d'),
    hypotheses: ({ call }) => instead(call, { dilation: swapped(call.params.dilation) }),
  },
  {
    id: 'groups-ignored',
    title: 'The groups were ignored',
    means: 'groups = 1',
    place: 'kernel-matrix',
    known: ['apache/tvm#10223'],
    fix: 'Split input channels and weight into groups, compute each by itself, and put the outputs one after the other.',
    code: unfoldCode(`\
 kH, kW = w.shape[2:]
-groups = 1
-b = b[: w.shape[1]]
 Cout = w.shape[1] * groups`),
    *hypotheses({ call }) {
      const [, perGroup = 0] = call.weight.shape;
      if (call.params.groups === 1) return;
      const bias =
        call.bias === null ? null : { ...call.bias, shape: [perGroup], data: call.bias.data.slice(0, perGroup) };
      yield {
        detail: '',
        call: withParams({ ...call, bias: bias as Call['bias'] }, { groups: 1 }),
      };
      const cout = perGroup * call.params.groups;
      // Every output channel is made of all input channels, with the weights of its place in the group.
      const [cin = 0, , kH = 0, kW = 0] = call.weight.shape;
      const taps = kH * kW;
      const weight = {
        ...call.weight,
        shape: [cin, cout, kH, kW],
        data: call.weight.data.slice(0, 0),
      };
      const data = new (call.weight.data.constructor as Float32ArrayConstructor)(cin * cout * taps);
      for (let i = 0; i < cin; i++) {
        for (let o = 0; o < cout; o++) {
          const from = (i * perGroup + (o % perGroup)) * taps;
          data.set(call.weight.data.subarray(from, from + taps), (i * cout + o) * taps);
        }
      }
      yield {
        detail: 'every output channel is made of all input channels',
        call: withParams({ ...call, weight: { ...weight, data } as Call['weight'] }, { groups: 1 }),
        code: unfoldCode(`\
 kH, kW = w.shape[2:]
-w = w.repeat(1, groups, 1, 1)
-groups = 1
 Cout = w.shape[1] * groups`),
      };
    },
  },
];
