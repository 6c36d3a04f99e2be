import { type Call, type Pair, type Params, shapeOf } from '../../core/call.ts';
import { validateCall } from '../../validation/validateCall.ts';
import type { Geometry } from '../../geometry/geometry.ts';
import { planeWindow } from '../model/arrangements.ts';
import { unfoldCode } from '../model/fixCode.ts';
import { swapped, withParams } from '../model/edits.ts';
import { fillMarker, type Hypothesis } from '../model/hypothesis.ts';
import type { DiagnosisTarget, Mistake } from '../model/mistake.ts';
import { parameterNames, parameterVariables } from '../model/parameterNames.ts';
import { parametersCode, swappedCode, unfoldLine } from './code.ts';
import { uncropped, windowed } from './paddingMistakes.ts';

/** Yields the call with changed parameters, if the change makes a difference. */
function* withChanged(call: Call, change: Partial<Params>): Iterable<Hypothesis> {
  const changed = withParams(call, change);
  const keys = Object.keys(change) as (keyof Params)[];
  if (keys.every((key) => String(changed.params[key]) === String(call.params[key]))) return;
  yield { detail: '', call: changed };
}

const isOne = ([h, w]: Pair): boolean => h === 1 && w === 1;
const isEven = ([h, w]: Pair): boolean => h === w;

/** Yields the variants in which the number of one axis serves both, also in an output of the right size. */
function* oneAxisForBoth({ call, geometry }: DiagnosisTarget): Iterable<Hypothesis> {
  const { params } = call;
  const uneven = (Object.keys(parameterVariables) as (keyof typeof parameterVariables)[]).filter(
    (name) => !isEven(params[name]),
  );
  for (const axis of [0, 1] as const) {
    const both = ([h, w]: Pair): Pair => (axis === 0 ? [h, h] : [w, w]);
    const whose = axis === 0 ? 'the height’s number for the width' : 'the width’s number for the height';
    // One parameter alone, then all of them.
    const sets = [...uneven.map((name) => [name]), ...(uneven.length > 1 ? [uneven] : [])];
    for (const names of sets) {
      const change = Object.fromEntries(names.map((name) => [name, both(params[name])])) as Partial<Params>;
      const changed = withParams(call, change);
      const detail = `${names.map((name) => parameterNames[name]).join(', ')}: ${whose}`;
      const letter = axis === 0 ? 'H' : 'W';
      const code = parametersCode(
        names
          .map((name) => parameterVariables[name])
          .map((name) => `-${name}H, ${name}W = ${name}${letter}, ${name}${letter}`)
          .join('\n'),
      );
      // That is ignoring the parameter.
      if (names.length > 1 || !isIgnored(change)) yield { detail, call: changed, code };
      const size: Pair = [geometry.h.outputSize, geometry.w.outputSize];
      const full = validateCall(shapeOf(uncropped(changed)));
      if (!full.ok) continue;
      const of = { call: changed, geometry: full.value };
      const sized = windowed(of, changed.params.padding, size, fillMarker.bias, '');
      yield { ...sized, detail: `${detail}, in an output of the right size`, code: null };
      const legal = validateCall(shapeOf(changed));
      if (!legal.ok) continue;
      yield filledTo(geometry, changed, legal.value, 'bias', `${detail}, filled up with the bias`);
      if (call.bias !== null) yield filledTo(geometry, changed, legal.value, 'zero', `${detail}, filled up with zeros`);
    }
  }
}

/** Returns the hypothesis of another call's output, cut or filled with the bias or with zeros to the call's size. */
function filledTo(
  { outputShape }: Geometry,
  call: Call,
  other: Geometry,
  edge: keyof typeof fillMarker,
  detail: string,
): Hypothesis {
  const arranged = planeWindow(other.outputShape, outputShape, [0, 0], fillMarker[edge]);
  return { detail, call, arranged, code: null };
}

/** Returns true if the change is the one that ignoring the parameter makes. */
const isIgnored = ({ stride, dilation, padding, outputPadding }: Partial<Params>): boolean =>
  [stride, dilation].some((pair) => pair?.[0] === 1 && pair[1] === 1) ||
  [padding, outputPadding].some((pair) => pair?.[0] === 0 && pair[1] === 0);

export const parameterMistakes: readonly Mistake[] = [
  {
    id: 'stride-ignored',
    title: 'The stride was ignored',
    means: 's = (1, 1)',
    place: 'padded',
    known: [],
    fix: 'Insert stride − 1 zeros between the input elements, or place the kernels stride apart in the output.',
    code: parametersCode('-sH, sW = 1, 1'),
    hypotheses: ({ call }) => withChanged(call, { stride: [1, 1] }),
  },
  {
    id: 'stride-axes-swapped',
    title: 'Vertical and horizontal stride were swapped',
    means: 'stride = (width, height)',
    place: 'padded',
    known: [],
    fix: 'Pass stride as (height, width).',
    code: swappedCode('s'),
    hypotheses: ({ call }) => withChanged(call, { stride: swapped(call.params.stride) }),
  },
  {
    id: 'dilation-ignored',
    title: 'The dilation was ignored',
    means: 'd = (1, 1)',
    place: 'unfolded',
    known: [],
    fix: 'Space the taps dilation apart when unfolding, and pad by dilation·(kernel_size − 1) − padding.',
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
    hypotheses: ({ call }) => withChanged(call, { dilation: [1, 1] }),
  },
  {
    id: 'dilation-axes-swapped',
    title: 'Vertical and horizontal dilation were swapped',
    means: 'dilation = (width, height)',
    place: 'unfolded',
    known: [],
    fix: 'Pass dilation as (height, width).',
    code: swappedCode('d'),
    hypotheses: ({ call }) => withChanged(call, { dilation: swapped(call.params.dilation) }),
  },
  {
    id: 'groups-ignored',
    title: 'The groups were ignored',
    means: 'groups = 1',
    place: 'kernel-matrix',
    known: ['apache/tvm#10223'],
    fix: 'Split the input channels and the weight into groups, compute each group separately, and concatenate the outputs.',
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
      // Every output channel uses all input channels, with the weights of its position in the group.
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
        detail: 'every output channel uses all input channels',
        call: withParams({ ...call, weight: { ...weight, data } as Call['weight'] }, { groups: 1 }),
        code: unfoldCode(`\
 kH, kW = w.shape[2:]
-w = w.repeat(1, groups, 1, 1)
-groups = 1
 Cout = w.shape[1] * groups`),
      };
    },
  },
  {
    id: 'stride-dilation-swapped',
    title: 'Stride and dilation were exchanged',
    means: 's = d and d = s',
    place: 'padded',
    known: [],
    fix: 'stride spaces the input elements, dilation the taps of the kernel: pass each at its own place; in PyTorch, dilation is the last argument.',
    code: parametersCode('-(sH, sW), (dH, dW) = (dH, dW), (sH, sW)'),
    *hypotheses({ call }) {
      const { stride, dilation } = call.params;
      // With dilation 1 and one tap along both axes, dilation says nothing.
      yield* withChanged(call, { stride: dilation, dilation: stride });
    },
  },
  {
    id: 'dilation-from-zero',
    title: 'The dilation was counted from 0',
    means: 'd = 0 for dense taps',
    place: 'unfolded',
    known: [],
    fix: 'In PyTorch, dilation is the distance of two taps: 1 for a dense kernel, not the number of zeros between them.',
    code: null,
    *hypotheses({ call }) {
      const [h, w] = call.params.dilation;
      const variants: readonly { readonly detail: string; readonly by: 1 | -1 }[] = [
        { detail: 'dilation was read as the number of zeros between two taps', by: 1 },
        { detail: 'the dilation is one too small', by: -1 },
      ];
      for (const { detail, by } of variants) {
        const dilation: Pair = [h + by, w + by];
        // Dilation 1 where 2 is given is called ignored.
        if (dilation.some((d) => d < 1) || (by < 0 && isOne(dilation))) continue;
        for (const hypothesis of withChanged(call, { dilation })) {
          yield {
            ...hypothesis,
            detail,
            code: parametersCode(`-dH, dW = dH ${by < 0 ? '-' : '+'} 1, dW ${by < 0 ? '-' : '+'} 1`),
          };
        }
      }
    },
  },
  {
    id: 'height-for-width',
    title: 'The number of one axis was used for both',
    means: '(h, h) instead of (h, w)',
    place: 'padded',
    known: [],
    fix: 'Read the number of each axis: the first one is for the height, the second one for the width.',
    code: null,
    alone: true,
    hypotheses: oneAxisForBoth,
  },
];
