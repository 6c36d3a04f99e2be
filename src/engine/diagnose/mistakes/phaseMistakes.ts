import type { Pair } from '../../core/call.ts';
import { flatAt, indexAt } from '../../core/flatIndex.ts';
import { fillMarker, type Hypothesis } from '../model/hypothesis.ts';
import type { DiagnosisTarget, Mistake } from '../model/mistake.ts';
import { afterwards } from './code.ts';
import { fullSize, uncropped } from './paddingMistakes.ts';

// The sub-pixel form computes stride·stride phases, each an ordinary convolution, and interleaves them.

/** An element by its channel, its row and column in its phase, and the phase's row and column. */
interface PhaseElement {
  readonly c: number;
  readonly y: number;
  readonly x: number;
  readonly sy: number;
  readonly sx: number;
}

/** How often and in which size the phases come. */
interface PhaseSizes {
  readonly channels: number;
  readonly stride: Pair;
  /** Rows and columns of one phase. */
  readonly phase: Pair;
}

type PhaseMap = (element: PhaseElement, sizes: PhaseSizes) => PhaseElement;

/**
 * Yields the outputs whose phases are in other places: element by element, `map` returns the right place of what stands
 * there. The phases are those of the output or those of the output before it is cropped.
 */
function* rephased(target: DiagnosisTarget, detail: string, map: PhaseMap, lines: string | null): Iterable<Hypothesis> {
  const { call, geometry } = target;
  const { h, w, cout, outputShape } = geometry;
  const stride: Pair = [h.stride, w.stride];
  const full = fullSize(geometry);
  const isCropped = full[0] !== h.outputSize || full[1] !== w.outputSize;
  for (const part of isCropped ? (['output', 'uncropped'] as const) : (['output'] as const)) {
    const plane: Pair = part === 'output' ? [h.outputSize, w.outputSize] : full;
    const [top, left] = part === 'output' ? [0, 0] : [h.padding, w.padding];
    const sizes: PhaseSizes = {
      channels: cout,
      stride,
      phase: [Math.ceil(plane[0] / stride[0]), Math.ceil(plane[1] / stride[1])],
    };
    const from = [...outputShape.slice(0, -2), ...plane];
    const batch = outputShape.length - 3;
    const source = (at: number): number => {
      const index = indexAt(outputShape, at);
      const [c = 0, y = 0, x = 0] = index.slice(batch);
      const [row, column] = [y + top, x + left];
      // output_padding may reach beyond the uncropped output.
      if (row >= sizes.phase[0] * stride[0] || column >= sizes.phase[1] * stride[1]) return fillMarker.bias;
      const right = map(
        {
          c,
          y: Math.floor(row / stride[0]),
          sy: row % stride[0],
          x: Math.floor(column / stride[1]),
          sx: column % stride[1],
        },
        sizes,
      );
      const [sourceRow, sourceColumn] = [right.y * stride[0] + right.sy, right.x * stride[1] + right.sx];
      const isInside = sourceRow < plane[0] && sourceColumn < plane[1];
      return isInside ? flatAt(from, [...index.slice(0, batch), right.c, sourceRow, sourceColumn]) : fillMarker.zero;
    };
    const detailed = part === 'output' ? detail : [detail, 'before the crop'].filter((text) => text !== '').join(', ');
    yield {
      detail: detailed,
      call: part === 'output' ? call : uncropped(call),
      arranged: { shape: outputShape, source },
      words: { what: 'order of the phases', yours: detailed === '' ? 'other' : detailed, required: 'interleaved' },
      code: part === 'output' && lines !== null ? afterwards(lines) : null,
    };
  }
}

const isDense = ({ geometry: { h, w } }: DiagnosisTarget): boolean => h.stride === 1 && w.stride === 1;

/** The lines that split y into its phases, (N, Cout, Ho/sH, sH, Wo/sW, sW); the last rows and columns are filled. */
const split = 'y = F.pad(y, (0, -Wo % sW, 0, -Ho % sH))\n-y = y.reshape(N, Cout, -1, sH, y.shape[3] // sW, sW)';
const joined = (axes: string): string => `${split}.permute(${axes}).reshape(y.shape)[:, :, :Ho, :Wo]`;

/** Returns the row and column of a phase by its number. */
const phaseOf = (number: number, [, width]: Pair): Pick<PhaseElement, 'sy' | 'sx'> => ({
  sy: Math.floor(number / width),
  sx: number % width,
});

/** What was computed as channel (sy·sW + sx)·Cout + c is read as channel c·sH·sW + sy·sW + sx. */
const readAsDepthFirst: PhaseMap = (element, { channels, stride }) => {
  const count = stride[0] * stride[1];
  const number = (element.sy * stride[1] + element.sx) * channels + element.c;
  return { ...element, c: Math.floor(number / count), ...phaseOf(number % count, stride) };
};

/** The reverse of {@link readAsDepthFirst}. */
const readAsChannelFirst: PhaseMap = (element, { channels, stride }) => {
  const number = element.c * stride[0] * stride[1] + element.sy * stride[1] + element.sx;
  return { ...element, c: number % channels, ...phaseOf(Math.floor(number / channels), stride) };
};

export const phaseMistakes: readonly Mistake[] = [
  {
    id: 'phases-tiled',
    title: 'The phases of the sub-pixel form stand side by side instead of interleaved',
    means: 'phase (sy, sx) as a tile',
    place: 'output',
    known: [],
    fix: 'Interleave the phases: element (i, j) of phase (sy, sx) is element (i·stride + sy, j·stride + sx) of the output.',
    code: null,
    alone: true,
    *hypotheses(target) {
      if (isDense(target)) return;
      const map: PhaseMap = ({ c, y, x, sy, sx }, { stride, phase }) => {
        const [row, column] = [y * stride[0] + sy, x * stride[1] + sx];
        return {
          c,
          sy: Math.floor(row / phase[0]),
          y: row % phase[0],
          sx: Math.floor(column / phase[1]),
          x: column % phase[1],
        };
      };
      yield* rephased(target, '', map, joined('0, 1, 3, 2, 5, 4'));
    },
  },
  {
    id: 'phases-order',
    title: 'Channels and phases of the sub-pixel form are in the other order',
    means: 'DCR instead of CRD, or the reverse',
    place: 'output',
    known: [],
    fix: 'Use one order for both: PyTorch’s pixel_shuffle takes channel c·stride² + phase (CRD), TensorFlow’s depth_to_space phase·Cout + c (DCR).',
    code: null,
    alone: true,
    *hypotheses(target) {
      if (isDense(target) || target.geometry.cout < 2) return;
      const flat = `${split}.permute(0, 1, 3, 5, 2, 4)`;
      const height = '-(-Ho // sH)';
      const width = '-(-Wo // sW)';
      const end = `.permute(0, 3, 4, 1, 5, 2).reshape(N, Cout, ${height} * sH, ${width} * sW)[:, :, :Ho, :Wo]`;
      yield* rephased(
        target,
        'channels computed in the order of pixel_shuffle (CRD), read in that of depth_to_space (DCR)',
        readAsDepthFirst,
        `${flat}.reshape(N, sH, sW, Cout, ${height}, ${width})${end}`,
      );
      yield* rephased(
        target,
        'channels computed in the order of depth_to_space (DCR), read in that of pixel_shuffle (CRD)',
        readAsChannelFirst,
        null,
      );
    },
  },
  {
    id: 'phases-exchanged',
    title: 'The phases of the sub-pixel form were exchanged',
    means: 'phase (sx, sy) instead of (sy, sx)',
    place: 'output',
    known: [],
    fix: 'Row i·stride + sy and column j·stride + sx of the output belong to phase (sy, sx).',
    code: null,
    alone: true,
    *hypotheses(target) {
      const { h, w } = target.geometry;
      if (isDense(target)) return;
      if (h.stride === w.stride)
        yield* rephased(
          target,
          'rows and columns',
          (element) => ({ ...element, sy: element.sx, sx: element.sy }),
          joined('0, 1, 2, 5, 4, 3'),
        );
      yield* rephased(
        target,
        'in reverse order',
        (element, { stride }) => ({ ...element, sy: stride[0] - 1 - element.sy, sx: stride[1] - 1 - element.sx }),
        `${split}.flip(3, 5).reshape(y.shape)[:, :, :Ho, :Wo]`,
      );
    },
  },
];
