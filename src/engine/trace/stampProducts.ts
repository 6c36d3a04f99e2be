import type { Call } from '../core/call.ts';
import type { Geometry } from '../geometry/geometry.ts';
import { inputOffset, weightOffset } from '../provenance/offsets.ts';
import { coutInGroup } from '../provenance/channels.ts';
import type { OutputIndex } from '../provenance/provenance.ts';
import { indicesIn, landingOf, type Stamp } from '../provenance/stamp.ts';
import { arithmeticOf, roundingOf } from '../rounding/arithmetic.ts';

/** The product of one tap in a stamp. */
export interface StampProduct {
  readonly ky: number;
  readonly kx: number;
  readonly weight: number;
  /** weight · x, rounded as in the run. */
  readonly product: number;
  /** The output to which the product is added; null if padding crops it. */
  readonly output: OutputIndex | null;
}

/** An input element times a kernel: all products, one row per ky. */
export interface ComputedStamp {
  readonly value: number;
  readonly rows: readonly (readonly StampProduct[])[];
}

/** Computes the products of a stamp, cropped ones included, with the rounding of the run. */
export function stampProducts(call: Call, geometry: Geometry, stamp: Stamp): ComputedStamp {
  const { h, w } = geometry;
  const round = roundingOf(arithmeticOf(call));
  const value = call.input.data[inputOffset(geometry, stamp.input)] as number;
  const cout = coutInGroup(geometry, stamp.c);
  const isIn = (k: number, { from, to }: Stamp['ky']): boolean => k >= from && k < to;
  const rows = indicesIn({ from: 0, to: h.kernelSize }).map((ky) =>
    indicesIn({ from: 0, to: w.kernelSize }).map((kx): StampProduct => {
      const weight = call.weight.data[weightOffset(geometry, { cin: stamp.input.c, cout, ky, kx })] as number;
      const lands = isIn(ky, stamp.ky) && isIn(kx, stamp.kx);
      const output = lands ? landingOf(geometry, stamp, ky, kx) : null;
      return { ky, kx, weight, product: round(weight * value), output };
    }),
  );
  return { value, rows };
}
