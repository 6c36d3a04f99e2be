import { phaseTaps } from '../../engine/geometry/phases.ts';
import { flatIndexOf } from '../../engine/geometry/planeOffsets.ts';
import { rotateTap } from '../../engine/geometry/indices.ts';
import { type Geometry } from '../../engine/geometry/geometry.ts';
import type { Cursor, Stage, StageId } from '../../engine/provenance/stage.ts';
import type { Steps } from '../../engine/core/steps.ts';
import type { Run } from '../run/run.ts';
import { NumberHash, tensorDigest } from './sha256.ts';
import { tileDigest, type TileStageId } from './tileDigest.ts';

/** The axes by which a drawn stage is divided into slices, outermost first. */
type Axis = 'phase' | 'n' | 'group' | 'cin' | 'cout';

type StageDigest = (stage: Stage, run: Run, geometry: Geometry) => string | Steps<string>;

/** How each stage is hashed; a new stage is a row here, which the compiler demands. */
const stageDigests: Readonly<Record<StageId, StageDigest>> = {
  input: (_stage, { call }) => tensorDigest(call.input),
  padded: slices('n', 'group', 'cin'),
  unfolded: slices('n', 'group'),
  weight: (_stage, { call }) => tensorDigest(call.weight),
  rotated: slices('group', 'cin', 'cout'),
  'kernel-matrix': slices('group'),
  product: slices('n', 'group'),
  'input-matrix': slices('n', 'group'),
  'weight-matrix': slices('group'),
  columns: slices('n', 'group'),
  'phase-kernel': phaseKernelDigest,
  'phase-unfolded': slices('phase', 'n', 'group'),
  'phase-kernel-matrix': slices('phase', 'group'),
  'phase-product': slices('phase', 'n', 'group'),
  'convolution-matrix': slices('group'),
  'input-vector': slices('n', 'group'),
  'output-vector': slices('n', 'group'),
  tile: tiles('tile'),
  'transformed-tile': tiles('transformed-tile'),
  'transformed-input': tiles('transformed-input'),
  'transformed-kernel': tiles('transformed-kernel'),
  'transformed-kernel-matrix': tiles('transformed-kernel-matrix'),
  'transformed-product': tiles('transformed-product'),
  output: (_stage, { computedOutput }) => tensorDigest(computedOutput),
};

/**
 * Returns a SHA-256 of every stage of a run, over all its slices and not only the drawn one:
 * `hashlib.sha256(a.tobytes()).hexdigest()` of a C-contiguous array in the dtype of the call (float32 for an emulated
 * precision). A structural zero is +0, and g is the number of groups. The array of each stage is:
 *
 * - input x (N, Cin, H, W); weight w (Cin, Cout/g, kH, kW); output y (N, Cout, Ho, Wo)
 * - padded x̂ (N, Cin, Hp, Wp): zeros inserted and padded (or cropped)
 * - unfolded U (N, g, Cin/g·kH·kW, Ho·Wo): `torch.nn.functional.unfold` of x̂
 * - rotated (Cin, Cout/g, kH, kW): the weight turned by 180°
 * - kernel-matrix K (g, Cout/g, Cin/g·kH·kW)
 * - product Y (N, g, Cout/g, Ho·Wo), including the bias: the bytes of the output
 * - input-matrix X (N, g, Cin/g, H·W); weight-matrix Wᵀ (g, Cout/g·kH·kW, Cin/g)
 * - columns Wᵀ·X (N, g, Cout/g·kH·kW, H·W)
 * - convolution-matrix Cᵀ (g, Cout/g·Ho·Wo, Cin/g·H·W)
 * - input-vector and output-vector: the bytes of the input and of the output
 * - phase-…: the arrays of the stride phases one after the other, phase (0, 0), (0, 1), …, where output (y, x) is in
 *   phase (y mod stride, x mod stride). Each phase-unfolded is (N, g, rows, columns), phase-kernel-matrix (g, Cout/g,
 *   rows), phase-product (N, g, Cout/g, columns), phase-kernel (Cin, Cout/g, taps down, taps across)
 * - tile d, transformed-…: likewise, the phases one after the other; see {@link tileDigest}
 *
 * The matrices are read cell by cell through the views that draw them.
 */
export function* digestsOf(run: Run, stages: readonly Stage[]): Steps<Readonly<Partial<Record<StageId, string>>>> {
  const digests: Partial<Record<StageId, string>> = {};
  for (const stage of stages) {
    const digest = stageDigests[stage.id](stage, run, run.geometry);
    digests[stage.id] = typeof digest === 'string' ? digest : yield* digest;
  }
  return digests;
}

/** Hashes the stage slice by slice, through the views that draw it. */
function slices(...axes: readonly Axis[]): StageDigest {
  return function* (stage, run, geometry) {
    const hash = new NumberHash(run.call.dtype);
    const cursors = [...cursorsOf(axes, geometry)];
    for (const [done, cursor] of cursors.entries()) {
      const view = stage.view(cursor);
      for (let row = 0; row < view.rows; row++) {
        for (let column = 0; column < view.columns; column++) hash.push(view.value(row, column));
        yield { stage: `SHA-256, ${stage.title}`, done, total: cursors.length };
      }
    }
    return hash.digest();
  };
}

function tiles(id: TileStageId): StageDigest {
  return (stage, run, geometry) => tileDigest(id, stage.title, run, geometry);
}

/**
 * Hashes the phase kernels from the weight itself, because no cursor points to a channel of a phase that no tap
 * reaches.
 */
function phaseKernelDigest(_stage: Stage, { call }: Run, geometry: Geometry): string {
  const { h, w, cin, coutPerGroup, params } = geometry;
  const hash = new NumberHash(call.dtype);
  for (let y = 0; y < Math.min(params.stride[0], h.outputSize); y++)
    for (let x = 0; x < Math.min(params.stride[1], w.outputSize); x++)
      for (let kernel = 0; kernel < cin * coutPerGroup; kernel++)
        for (const down of phaseTaps(h, y))
          for (const across of phaseTaps(w, x)) {
            const row = flatIndexOf(h.kernelSize, kernel, rotateTap(h, down.a));
            hash.push(call.weight.data[flatIndexOf(w.kernelSize, row, rotateTap(w, across.a))] as number);
          }
  return hash.digest();
}

/**
 * Yields a cursor in each slice, in row-major order of the axes. On an axis that is not in `axes` the cursor is at the
 * first index.
 */
function* cursorsOf(axes: readonly Axis[], geometry: Geometry): Generator<Cursor> {
  const { cinPerGroup, coutPerGroup, taps, h, w, params } = geometry;
  const size = (axis: Axis, full: number): number => (axes.includes(axis) ? full : Math.min(1, full));
  const down = size('phase', Math.min(params.stride[0], h.outputSize));
  const across = size('phase', Math.min(params.stride[1], w.outputSize));
  for (let y = 0; y < down; y++)
    for (let x = 0; x < across; x++)
      for (let n = 0; n < size('n', geometry.n); n++)
        for (let group = 0; group < size('group', params.groups); group++)
          for (let ci = 0; ci < size('cin', cinPerGroup); ci++)
            for (let co = 0; co < size('cout', coutPerGroup); co++) {
              // A slice shows the input channel of the cursor's term; unfold + matmul has kH·kW terms for each channel.
              yield { n, c: flatIndexOf(coutPerGroup, group, co), y, x, term: flatIndexOf(taps, ci, 0) };
            }
}
