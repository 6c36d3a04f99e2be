import type { Call } from '../../core/call.ts';
import { type Geometry } from '../../geometry/geometry.ts';
import { inputPlane, outputPlane, flatIndexOf, weightPlane } from '../../geometry/planeOffsets.ts';
import { tapPlace, type TileAxis, tileInput, tileOutput, type Tiling, tilings } from '../../geometry/tiles.ts';
import { runTilings, type TiledRun, workingBytesTilings } from '../../kernels/wasm/winograd/runTilings.ts';
import { multiply } from '../../operators/matmul.ts';
import { type Coefficients, magnitudes, transformed } from '../../geometry/minimalFilter.ts';
import { type Progress, progressOf } from '../../core/progress.ts';
import { roundingOf } from '../../rounding/arithmetic.ts';
import type { Steps } from '../../core/steps.ts';
import { bytesPerElement, type DType, slice, type Tensor, zeros } from '../../core/tensor.ts';
import { addBias } from '../../operators/addBias.ts';

/**
 * Computes the call by Winograd's minimal filtering, which needs fewer multiplications than the definition. As in
 * sub-pixel, the output is split into stride phases, each a convolution of stride 1 with 2 or 3 taps per axis. Each
 * phase is cut into tiles of 2 × 2 outputs. With d a tile of the input and g the phase's kernel,
 *
 *   V = Bᵀ d B,  U = G g Gᵀ,  M_ξ = U_ξ · V_ξ for each place ξ of the transformed tile,  Y = Aᵀ M A
 *
 * (Lavin & Gray, Fast Algorithms for Convolutional Neural Networks, 2015, algorithm 1). The sum over the input channels
 * is a matrix product for each ξ, (Cout/groups, Cin/groups) · (Cin/groups, tiles). F(2×2, 3×3) takes 16 products for
 * four outputs instead of 36, F(2×2, 2×2) takes 9 instead of 16.
 *
 * Order of arithmetic, with every product and sum rounded: V and U as in {@link transformed}; an element of M_ξ from 0
 * over ci ascending; an output element from 0 over its nonzero ±M_ξ, ξ in row-major order; then the bias. The
 * transforms combine the elements of a whole tile, padding included. An output that is infinite by the definition may
 * therefore become ∞ − ∞ = NaN, and an infinite weight gives NaN also where it only meets padding.
 */
export function* runWinograd(call: Call, geometry: Geometry, recycled?: Tensor): Steps<Tensor> {
  const how = { dtype: call.dtype, magnitude: false, recycled };
  return (yield* runTilings(call, geometry, how)) ?? (yield* runWinogradLoops(call, geometry));
}

/** Computes the same bits with JavaScript loops alone, on any platform. */
export function* runWinogradLoops(call: Call, geometry: Geometry): Steps<Tensor> {
  return yield* tiledSums(call, geometry, { dtype: call.dtype, magnitude: false });
}

/**
 * Computes Σ_ξ |Aᵀ|(|G||g||Gᵀ| ⊙ |Bᵀ||d||B|)|A| + |b| for each output element, in float64 and in the order of the run.
 * The bound of the run's rounding errors is proportional to this magnitude; see winogradBound.ts.
 */
export function* winogradMagnitude(call: Call, geometry: Geometry): Steps<Tensor> {
  const how = { dtype: 'float64', magnitude: true } as const;
  return (yield* runTilings(call, geometry, how)) ?? (yield* winogradMagnitudeLoops(call, geometry));
}

/** Computes the same magnitudes with JavaScript loops alone, bit for bit. */
export function* winogradMagnitudeLoops(call: Call, geometry: Geometry): Steps<Tensor> {
  return yield* tiledSums(call, geometry, { dtype: 'float64', magnitude: true });
}

function* tiledSums(call: Call, geometry: Geometry, how: TiledRun): Steps<Tensor> {
  const { n: batch, cinPerGroup, coutPerGroup, params } = geometry;
  const output = zeros(how.dtype, geometry.outputShape);
  const cells = [...tilings(geometry)].map(({ tiles, points }) => tiles * points);
  const all = batch * params.groups * cells.reduce((sum, count) => sum + count, 0);
  const points = [...tilings(geometry)].reduce((sum, tiling) => sum + tiling.points, 0);
  const kernels = progressOf('Kernels G g Gᵀ', params.groups * coutPerGroup * cinPerGroup * points);
  const tiles = progressOf('Tiles Bᵀ d B', all * cinPerGroup);
  const products = progressOf('Products U · V', all * cinPerGroup * coutPerGroup);
  const outputs = progressOf('Outputs Aᵀ M A', all * coutPerGroup);
  for (const tiling of tilings(geometry)) {
    for (let group = 0; group < params.groups; group++) {
      const u = yield* transformKernels(call, geometry, tiling, group, how, kernels);
      for (let n = 0; n < batch; n++) {
        const v = yield* transformTiles(call, geometry, tiling, n, group, how, tiles);
        const m = zeros(how.dtype, [tiling.points, coutPerGroup, tiling.tiles]);
        for (let xi = 0; xi < tiling.points; xi++) {
          yield* multiply(plane(u, xi), plane(v, xi), plane(m, xi), products);
        }
        const to = outputPlane(geometry, n, group * coutPerGroup);
        yield* transformOutputs(m, geometry, tiling, output, to, how, outputs);
      }
    }
  }
  addBias(how.magnitude ? withBiasMagnitude(call) : call, geometry, output, how.dtype);
  return output;
}

/** Returns U of a group, (places ξ, Cout/groups, Cin/groups). */
function* transformKernels(
  call: Call,
  geometry: Geometry,
  tiling: Tiling,
  group: number,
  how: TiledRun,
  progress: Progress,
): Steps<Tensor> {
  const { cinPerGroup, coutPerGroup } = geometry;
  const u = zeros(how.dtype, [tiling.points, coutPerGroup, cinPerGroup]);
  const [left, right] = coefficientsOf(tiling, 'kernel', how);
  const { read, round } = arithmeticOf(call.weight, how);
  for (let ci = 0; ci < cinPerGroup; ci++) {
    for (let c = 0; c < coutPerGroup; c++) {
      const from = weightPlane(geometry, group * cinPerGroup + ci, c);
      const g = (i: number, j: number): number => read(from + tapPlace(geometry, tiling, i, j));
      for (let xi = 0; xi < tiling.points; xi++) {
        const [row, column] = pointOf(tiling, xi);
        const at = flatIndexOf(cinPerGroup, flatIndexOf(coutPerGroup, xi, c), ci);
        u.data[at] = transformed(left, right, row, column, g, round);
      }
    }
    const step = progress.advance(coutPerGroup * tiling.points);
    if (step !== null) yield step;
  }
  return u;
}

/** Returns V of a group and a batch element, (places ξ, Cin/groups, tiles). */
function* transformTiles(
  call: Call,
  geometry: Geometry,
  tiling: Tiling,
  n: number,
  group: number,
  how: TiledRun,
  progress: Progress,
): Steps<Tensor> {
  const { cinPerGroup, h, w } = geometry;
  const v = zeros(how.dtype, [tiling.points, cinPerGroup, tiling.tiles]);
  const [left, right] = coefficientsOf(tiling, 'input', how);
  const { read, round } = arithmeticOf(call.input, how);
  for (let ci = 0; ci < cinPerGroup; ci++) {
    const from = inputPlane(geometry, n, group * cinPerGroup + ci);
    for (let ty = 0; ty < tiling.h.tiles; ty++) {
      for (let tx = 0; tx < tiling.w.tiles; tx++) {
        const d = (i: number, j: number): number => {
          const [y, x] = [tileInput(tiling.h, ty, i), tileInput(tiling.w, tx, j)];
          const inside = y >= 0 && y < h.inputSize && x >= 0 && x < w.inputSize;
          return inside ? read(from + flatIndexOf(w.inputSize, y, x)) : 0;
        };
        for (let xi = 0; xi < tiling.points; xi++) {
          const [row, column] = pointOf(tiling, xi);
          const tile = flatIndexOf(tiling.w.tiles, ty, tx);
          const at = flatIndexOf(tiling.tiles, flatIndexOf(cinPerGroup, xi, ci), tile);
          v.data[at] = transformed(left, right, row, column, d, round);
        }
      }
      const step = progress.advance(tiling.w.tiles * tiling.points);
      if (step !== null) yield step;
    }
  }
  return v;
}

/** Writes the outputs Y of every tile to the output planes of a group. The first of these planes begins at `to`. */
function* transformOutputs(
  m: Tensor,
  geometry: Geometry,
  { h: down, w: across, tiles, points }: Tiling,
  output: Tensor,
  to: number,
  how: TiledRun,
  progress: Progress,
): Steps<void> {
  const { coutPerGroup, columns, h, w } = geometry;
  const { round } = arithmeticOf(m, how);
  const sumsOf = (axis: TileAxis): Coefficients =>
    how.magnitude ? magnitudes(axis.filter.output) : axis.filter.output;
  for (let c = 0; c < coutPerGroup; c++) {
    for (let ty = 0; ty < down.tiles; ty++) {
      for (let tx = 0; tx < across.tiles; tx++) {
        for (const [my, rows] of sumsOf(down).entries()) {
          for (const [mx, columnsOf] of sumsOf(across).entries()) {
            const [jy, jx] = [tileOutput(down, ty, my), tileOutput(across, tx, mx)];
            if (jy >= down.size || jx >= across.size) continue;
            let sum = 0;
            for (const [i, a] of rows.entries()) {
              for (const [j, b] of columnsOf.entries()) {
                if (a * b === 0) continue;
                const xi = flatIndexOf(across.filter.points, i, j);
                const at = flatIndexOf(tiles, flatIndexOf(coutPerGroup, xi, c), flatIndexOf(across.tiles, ty, tx));
                sum = round(sum + a * b * (m.data[at] as number));
              }
            }
            const [y, x] = [down.phase + jy * h.stride, across.phase + jx * w.stride];
            output.data[to + flatIndexOf(columns, c, flatIndexOf(w.outputSize, y, x))] = sum;
          }
        }
      }
      const step = progress.advance(across.tiles * points);
      if (step !== null) yield step;
    }
  }
}

/**
 * Returns the bytes of WebAssembly memory or, if the call is too large for it, of the JavaScript loops. Enough for the
 * run and for its bound, whose magnitudes are float64.
 */
export function workingBytesWinograd(geometry: Geometry, dtype: DType): number {
  const bytes = (type: DType): number =>
    workingBytesTilings(geometry, type) || workingBytesWinogradLoops(geometry, type);
  return Math.max(bytes(dtype), bytes('float64'));
}

/** Returns the bytes of a group's U, V and M for the largest pair of phases. */
export function workingBytesWinogradLoops(geometry: Geometry, dtype: DType): number {
  const { cinPerGroup, coutPerGroup } = geometry;
  const numbers = [...tilings(geometry)].map(
    ({ points, tiles }) => points * (coutPerGroup * cinPerGroup + (cinPerGroup + coutPerGroup) * tiles),
  );
  return bytesPerElement(dtype) * Math.max(0, ...numbers);
}

/** Returns row and column of place ξ in the transformed tile. */
function pointOf({ w }: Tiling, xi: number): readonly [number, number] {
  return [Math.floor(xi / w.filter.points), xi % w.filter.points];
}

function coefficientsOf(
  { h, w }: Tiling,
  operand: 'input' | 'kernel',
  { magnitude }: TiledRun,
): readonly [Coefficients, Coefficients] {
  const [left, right] = [h.filter[operand], w.filter[operand]];
  return magnitude ? [magnitudes(left), magnitudes(right)] : [left, right];
}

function arithmeticOf({ data }: Tensor, { dtype, magnitude }: TiledRun) {
  const value = (at: number): number => data[at] as number;
  return {
    read: magnitude ? (at: number): number => Math.abs(value(at)) : value,
    round: roundingOf(dtype),
  };
}

/** Returns matrix number `at` of a stack of matrices. */
function plane(stack: Tensor, at: number): Tensor {
  const [, rows = 0, columns = 0] = stack.shape;
  return slice(stack, flatIndexOf(rows * columns, at, 0), [rows, columns]);
}

function withBiasMagnitude(call: Call): Call {
  if (call.bias === null) return call;
  const magnitude = zeros(call.dtype, call.bias.shape);
  for (const [at, value] of call.bias.data.entries()) magnitude.data[at] = Math.abs(value);
  return { ...call, bias: magnitude };
}
