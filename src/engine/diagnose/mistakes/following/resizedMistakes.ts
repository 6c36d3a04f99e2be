import { isSameShape } from '../../../core/tensor.ts';
import type { Hypothesis, OtherCall } from '../../model/hypothesis.ts';
import type { DiagnosisTarget, Mistake } from '../../model/mistake.ts';
import { afterwards } from '../code.ts';
import { continued, type PlaneSources, planesFrom, resized, slidWindow, slidSize } from './sources.ts';

// What pooling, resizing, padding or a blur after the call made of its planes.

/** A function of planes: from a size, and the size that is wanted. */
interface Resizing {
  readonly detail: string;
  readonly code: string;
  /** Returns null if the function does not give the wanted size. */
  readonly sources: (from: Size, wanted: Size) => PlaneSources | null;
}

type Size = readonly [height: number, width: number];

const ones = (count: number, weight = 1): readonly number[] => new Array<number>(count).fill(weight);

function pooled(taps: number, stride: number, padding: number): readonly Resizing[] {
  const sources =
    (combined: PlaneSources['combined'], weight: number): Resizing['sources'] =>
    ([h, w]) => ({
      size: [slidSize(h, taps, stride, padding), slidSize(w, taps, stride, padding)],
      down: slidWindow(ones(taps, weight), stride, padding),
      across: slidWindow(ones(taps, weight), stride, padding),
      combined,
    });
  const numbers = `${taps}, ${stride}, ${padding}`;
  const words = `of ${taps} × ${taps}, stride ${stride}${padding === 0 ? '' : `, padding ${padding}`}`;
  return [
    { detail: `max pooling ${words}`, code: `F.max_pool2d(y, ${numbers})`, sources: sources('largest', 1) },
    { detail: `average pooling ${words}`, code: `F.avg_pool2d(y, ${numbers})`, sources: sources('summed', 1 / taps) },
    ...(padding === 0
      ? []
      : [
          {
            detail: `average pooling ${words}, without the zeros`,
            code: `F.avg_pool2d(y, ${numbers}, count_include_pad=False)`,
            sources: sources('mean of those inside', 1),
          },
        ]),
  ];
}

function interpolated(mode: Parameters<typeof resized>[2], title: string, option: string): Resizing {
  return {
    detail: `resized by ${title}`,
    code: `F.interpolate(y, size=SIZE, ${option})`,
    sources: ([h, w], [height, width]) => ({
      size: [height, width],
      down: resized(h, height, mode),
      across: resized(w, width, mode),
      combined: 'summed',
    }),
  };
}

/** Padding by other values than zeros, by as many rows and columns before the output as after it. */
const paddedBy = (mode: Parameters<typeof continued>[2]): Resizing => ({
  detail:
    mode === 'reflect'
      ? 'padded by reflection'
      : mode === 'replicate'
        ? 'padded by repetition of its edge'
        : 'padded by wrapping around',
  code: `F.pad(y, PADS, mode="${mode}")`,
  sources: ([h, w], [height, width]) => {
    const [more, wider] = [height - h, width - w];
    if (more < 0 || wider < 0 || more % 2 === 1 || wider % 2 === 1) return null;
    return {
      size: [height, width],
      down: continued(h, more / 2, mode),
      across: continued(w, wider / 2, mode),
      combined: 'summed',
    };
  },
});

/** A small blur with its weights, as StyleGAN applies after its upsampling. */
function blurred(weights: readonly number[], padding: number): Resizing {
  const sum = weights.reduce((all, weight) => all + weight, 0);
  const shares = weights.map((weight) => weight / sum);
  const list = `torch.tensor([${weights.map((weight) => `${weight}.`).join(', ')}])`;
  return {
    detail: `blurred by [${weights.join(', ')}]/${sum}, padding ${padding}`,
    code: `F.conv2d(y.flatten(0, 1)[:, None], (torch.outer(${list}, ${list}) / ${sum * sum})[None, None], padding=${padding}).unflatten(0, y.shape[:2])[:, :, 0]`,
    sources: ([h, w]) => ({
      size: [slidSize(h, weights.length, 1, padding), slidSize(w, weights.length, 1, padding)],
      down: slidWindow(shares, 1, padding),
      across: slidWindow(shares, 1, padding),
      combined: 'summed',
    }),
  };
}

const every = (step: number): Resizing => ({
  detail: `every ${step === 2 ? 'second' : step === 3 ? 'third' : 'fourth'} row and column only`,
  code: `y[:, :, ::${step}, ::${step}]`,
  sources: ([h, w]) => ({
    size: [Math.ceil(h / step), Math.ceil(w / step)],
    down: slidWindow([1], step, 0),
    across: slidWindow([1], step, 0),
    combined: 'summed',
  }),
});

const resizings: readonly Resizing[] = [
  ...[2, 3, 4].map(every),
  ...[
    [2, 2, 0],
    [3, 2, 1],
    [3, 1, 1],
    [3, 3, 0],
    [4, 4, 0],
    [3, 2, 0],
    [2, 1, 0],
  ].flatMap(([taps = 2, stride = 2, padding = 0]) => pooled(taps, stride, padding)),
  interpolated('nearest', 'the nearest element', 'mode="nearest"'),
  interpolated('bilinear', 'bilinear interpolation', 'mode="bilinear"'),
  interpolated('corners', 'bilinear interpolation, align_corners=True', 'mode="bilinear", align_corners=True'),
  ...(['reflect', 'replicate', 'circular'] as const).map(paddedBy),
  blurred([1, 2, 1], 1),
  blurred([1, 3, 3, 1], 1),
  blurred([1, 3, 3, 1], 2),
];

function resizedAfter({ call, geometry }: OtherCall, resizing: Resizing, wanted: Size): Hypothesis | null {
  const { outputShape, h, w } = geometry;
  const from = [h.outputSize, w.outputSize] as const;
  const sources = resizing.sources(from, wanted);
  if (sources === null || sources.size.some((size) => size < 1)) return null;
  const [more, wider] = [(wanted[0] - from[0]) / 2, (wanted[1] - from[1]) / 2];
  const code = resizing.code
    .replace('SIZE', `(${wanted.join(', ')})`)
    .replace('PADS', `(${wider}, ${wider}, ${more}, ${more})`);
  return {
    detail: resizing.detail,
    call,
    collective: planesFrom(outputShape, sources),
    words: { what: 'after the layer', yours: resizing.detail, required: 'nothing' },
    code: afterwards(`y = ${code}`),
    // The other output grows or shrinks as this one did.
    again: (other) => {
      const { h: down, w: across } = other.geometry;
      const size = [sized(down.outputSize, wanted[0], from[0]), sized(across.outputSize, wanted[1], from[1])] as const;
      return resizedAfter(other, resizing, size);
    },
  };
}

/** Returns the size that follows from another one as `wanted` follows from `from`. */
const sized = (size: number, wanted: number, from: number): number =>
  wanted % from === 0 ? (size * wanted) / from : Math.max(1, size + wanted - from);

function* resizedOutputs(target: DiagnosisTarget): Iterable<Hypothesis> {
  const { actual, geometry } = target;
  const { outputShape, columns } = geometry;
  if (columns < 2 || actual.shape.length !== outputShape.length) return;
  if (!isSameShape(actual.shape.slice(0, -2), outputShape.slice(0, -2))) return;
  const [height = 1, width = 1] = actual.shape.slice(-2);
  for (const resizing of resizings) {
    const found = resizedAfter(target, resizing, [height, width]);
    if (found !== null && isSameShape(found.collective?.shape ?? [], actual.shape)) yield found;
  }
}

export const resizedMistakes: readonly Mistake[] = [
  {
    id: 'resized-after',
    title: 'The output was pooled, resized, padded or blurred',
    means: 'pooling, interpolation, a padding or a blur after the layer',
    place: 'output',
    known: [],
    fix: 'Compare the output before it: take the output from the layer itself, or apply the same to the reference.',
    code: null,
    fromOutput: true,
    general: true,
    alone: true,
    hypotheses: resizedOutputs,
  },
];
