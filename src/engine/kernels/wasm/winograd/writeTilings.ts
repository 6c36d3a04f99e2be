import type { AxisGeometry, Geometry } from '../../../geometry/geometry.ts';
import { tapPlace, type TileAxis, tileInput, tileOutput } from '../../../geometry/tiles.ts';
import { placeAcross } from './splitInputs.ts';
import type { PlacedTiling, TilingPlan } from './tilingPlan.ts';

/** Writes what all groups and images share: the parameters and tables of each pair of stride phases. */
export function writeTilings(buffer: ArrayBuffer, geometry: Geometry, plan: TilingPlan, magnitude: boolean): void {
  const { elementBytes } = plan;
  const { cinPerGroup, coutPerGroup, columns, h } = geometry;
  for (const tiling of plan.tilings) {
    const { input, h: down, w: across } = tiling;
    new Int32Array(buffer, tiling.at).set([
      down.filter.taps,
      across.filter.taps,
      cinPerGroup,
      coutPerGroup,
      input.at,
      2 * input.half * elementBytes,
      tiling.inputRows,
      ...[0, 1, 2, 3].map((k) => placeAcross(across, input, k) * elementBytes),
      tiling.kernels,
      tiling.kernelPitch,
      tiling.taps,
      plan.kernel,
      plan.tiles,
      plan.tilePitch,
      plan.products,
      plan.productPitch,
      plan.output,
      columns * elementBytes,
      tiling.outputRows,
      tiling.outputColumns,
      plan.bias,
      magnitude ? 1 : 0,
      across.tiles,
    ]);
    fillInputRows(buffer, geometry, tiling, elementBytes);
    fillTaps(buffer, geometry, tiling);
    fillOutputs(new Int32Array(buffer, tiling.outputRows), down, h, geometry.w.outputSize * elementBytes);
    fillOutputs(new Int32Array(buffer, tiling.outputColumns), across, geometry.w, elementBytes);
  }
}

/**
 * Writes, for each row of tiles and each position down, the distance in bytes from the input's start to the input row.
 * Positions outside the input get the row of zeros.
 */
function fillInputRows(
  buffer: ArrayBuffer,
  { h }: Geometry,
  { h: down, input, inputRows }: PlacedTiling,
  elementBytes: number,
): void {
  const into = new Int32Array(buffer, inputRows);
  let at = 0;
  for (let t = 0; t < down.tiles; t++) {
    for (let k = 0; k < down.filter.points; k++) {
      const y = tileInput(down, t, k);
      into[at++] = (y >= 0 && y < h.inputSize ? y : h.inputSize) * input.pitch * elementBytes;
    }
  }
}

/** Writes, for each element of g, the distance in bytes to the vector of its tap. */
function fillTaps(buffer: ArrayBuffer, geometry: Geometry, tiling: PlacedTiling): void {
  const into = new Int32Array(buffer, tiling.taps);
  let at = 0;
  for (let i = 0; i < tiling.h.filter.taps; i++) {
    for (let j = 0; j < tiling.w.filter.taps; j++) into[at++] = tapPlace(geometry, tiling, i, j) * 16;
  }
}

/**
 * Writes, for each tile of an axis, the byte positions of its two outputs; −1 for an output that does not exist.
 * Neighbouring elements of the axis are `bytes` apart.
 */
function fillOutputs(into: Int32Array, axis: TileAxis, { stride }: AxisGeometry, bytes: number): void {
  for (let t = 0; t < axis.tiles; t++) {
    for (const m of [0, 1]) {
      const j = tileOutput(axis, t, m);
      into[2 * t + m] = j < axis.size ? (axis.phase + j * stride) * bytes : -1;
    }
  }
}
