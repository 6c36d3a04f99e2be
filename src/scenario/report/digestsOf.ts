import { phaseTaps } from '../../engine/geometry/phases.ts';
import { flatIndexOf } from '../../engine/geometry/planeOffsets.ts';
import { rotateTap } from '../../engine/geometry/indices.ts';
import { type Geometry } from '../../engine/geometry/geometry.ts';
import type { Cursor, Stage, StageId } from '../../engine/provenance/stage.ts';
import type { Steps } from '../../engine/core/steps.ts';
import type { DType } from '../../engine/core/tensor.ts';
import type { Run } from '../run/run.ts';
import { NumberHash, tensorDigest } from './sha256.ts';
import { tileDigest, type TileStageId } from './tileDigest.ts';

/** What a stage is cut into when it is drawn: one slice for each of these, outermost first. */
type Axis = 'phase' | 'n' | 'group' | 'cin' | 'cout';

const axesOf: Readonly<
  Record<Exclude<StageId, 'input' | 'weight' | 'output' | 'phase-kernel' | TileStageId>, readonly Axis[]>
> = {
  padded: ['n', 'group', 'cin'],
  unfolded: ['n', 'group'],
  rotated: ['group', 'cin', 'cout'],
  'kernel-matrix': ['group'],
  product: ['n', 'group'],
  'input-matrix': ['n', 'group'],
  'weight-matrix': ['group'],
  columns: ['n', 'group'],
  'phase-unfolded': ['phase', 'n', 'group'],
  'phase-kernel-matrix': ['phase', 'group'],
  'phase-product': ['phase', 'n', 'group'],
  'convolution-matrix': ['group'],
  'input-vector': ['n', 'group'],
  'output-vector': ['n', 'group'],
};

/**
 * A SHA-256 of every stage of a run, of all its slices and not only of the drawn one:
 * `hashlib.sha256(a.tobytes()).hexdigest()` of a C-contiguous array in the call's dtype (of an emulated one its
 * numbers in float32), where a
 * structural zero is +0 and g is the number of groups. The array is, by stage:
 *
 * - input x (N, Cin, H, W); weight w (Cin, Cout/g, kH, kW); output y (N, Cout, Ho, Wo), all as they are
 * - padded x̂ (N, Cin, Hp, Wp): zeros inserted and padded (or cropped)
 * - unfolded U (N, g, Cin/g·kH·kW, Ho·Wo): `torch.nn.functional.unfold` of x̂
 * - rotated (Cin, Cout/g, kH, kW): the weight turned by 180°
 * - kernel-matrix K (g, Cout/g, Cin/g·kH·kW)
 * - product Y (N, g, Cout/g, Ho·Wo), with the bias in it: the bytes of the output
 * - input-matrix X (N, g, Cin/g, H·W); weight-matrix Wᵀ (g, Cout/g·kH·kW, Cin/g)
 * - columns Wᵀ·X (N, g, Cout/g·kH·kW, H·W)
 * - convolution-matrix Cᵀ (g, Cout/g·Ho·Wo, Cin/g·H·W)
 * - input-vector and output-vector: the bytes of the input and of the output
 * - phase-…: the arrays of the stride phases one after the other, phase (0, 0), (0, 1), …, where
 *   output (y, x) is in phase (y mod stride, x mod stride); each phase-unfolded is (N, g, rows,
 *   columns), phase-kernel-matrix (g, Cout/g, rows), phase-product (N, g, Cout/g, columns),
 *   phase-kernel (Cin, Cout/g, taps down, taps across)
 * - tile d, transformed-…: the same, of the phases one after the other, see {@link tileDigest}
 *
 * The matrices are read cell by cell through the views that draw them.
 */
export function* digestsOf(run: Run, stages: readonly Stage[]): Steps<Readonly<Partial<Record<StageId, string>>>> {
  const digests: Partial<Record<StageId, string>> = {};
  for (const stage of stages) {
    digests[stage.id] = yield* stageDigest(stage, run, run.geometry);
  }
  return digests;
}

function* stageDigest(stage: Stage, run: Run, geometry: Geometry): Steps<string> {
  switch (stage.id) {
    case 'input':
    case 'weight':
      return tensorDigest(run.call[stage.id]);
    case 'output':
      return tensorDigest(run.computedOutput);
    case 'phase-kernel':
      return phaseKernelDigest(run, geometry);
    case 'tile':
    case 'transformed-tile':
    case 'transformed-input':
    case 'transformed-kernel':
    case 'transformed-kernel-matrix':
    case 'transformed-product':
      return yield* tileDigest(stage.id, stage.title, run, geometry);
    default:
      return yield* slicesDigest(stage, axesOf[stage.id], run.call.dtype, geometry);
  }
}

function* slicesDigest(stage: Stage, axes: readonly Axis[], dtype: DType, geometry: Geometry): Steps<string> {
  const hash = new NumberHash(dtype);
  const cursors = [...cursorsOf(axes, geometry)];
  for (const [done, cursor] of cursors.entries()) {
    const view = stage.view(cursor);
    for (let row = 0; row < view.rows; row++) {
      for (let column = 0; column < view.columns; column++) hash.push(view.value(row, column));
      yield { stage: `SHA-256, ${stage.title}`, done, total: cursors.length };
    }
  }
  return hash.digest();
}

/** From the weight itself: no cursor stands on a channel of a phase that no tap reaches. */
function phaseKernelDigest({ call }: Run, geometry: Geometry): string {
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

/** A cursor in each slice, in row-major order of the axes; an axis that is not named is stood at its first. */
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
              // A channel is drawn where the cursor's term is of it; unfold + matmul has kH·kW for each.
              yield { n, c: flatIndexOf(coutPerGroup, group, co), y, x, term: flatIndexOf(taps, ci, 0) };
            }
}
