import { flatAt } from '../../../src/engine/core/flatIndex.ts';
import type { Tensor } from '../../../src/engine/core/tensor.ts';

/** A kernel as in K, rotated by 180°. */
export interface Kernel {
  readonly rows: number;
  readonly columns: number;
  /** Row-major. */
  readonly values: readonly number[];
  /** The kernel's input channel, and its output channel within the group. */
  readonly cin: number;
  readonly cout: number;
}

/** Returns the kernel of a weight (Cin, Cout/groups, kH, kW) between two channels, clamped to the weight's channels. */
export function kernelAt({ shape, data }: Tensor, channel: { cin: number; c: number }): Kernel {
  const [inputChannels = 1, groupChannels = 1, rows = 1, columns = 1] = shape;
  const cin = Math.max(0, Math.min(channel.cin, inputChannels - 1));
  const cout = channel.c % groupChannels;
  const from = flatAt(shape, [cin, cout, 0, 0]);
  const values = [...data.subarray(from, from + rows * columns)].reverse();
  return { rows, columns, values, cin, cout };
}
