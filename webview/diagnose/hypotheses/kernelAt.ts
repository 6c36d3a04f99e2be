import { flatAt } from '../../../src/engine/core/flatIndex.ts';
import type { Tensor } from '../../../src/engine/core/tensor.ts';

/** A kernel as it stands in K, rotated by 180°. */
export interface Kernel {
  readonly rows: number;
  readonly columns: number;
  /** Row-major. */
  readonly values: readonly number[];
  /** Its input channel, and its place among the group's output channels. */
  readonly cin: number;
  readonly cout: number;
}

/** The kernel of a weight (Cin, Cout/groups, kH, kW) between two channels, as far as it has them. */
export function kernelAt({ shape, data }: Tensor, channel: { cin: number; c: number }): Kernel {
  const [ins = 1, outs = 1, rows = 1, columns = 1] = shape;
  const cin = Math.max(0, Math.min(channel.cin, ins - 1));
  const cout = channel.c % outs;
  const from = flatAt(shape, [cin, cout, 0, 0]);
  const values = [...data.subarray(from, from + rows * columns)].reverse();
  return { rows, columns, values, cin, cout };
}
