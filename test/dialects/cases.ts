import { readFileSync } from 'node:fs';
import type { DialectId, Layer } from '../../src/dialects/layer.ts';
import type { Shape } from '../../src/engine/core/tensor.ts';

/** A tensor as a shape and its values in row-major order. */
export type Flat = readonly [shape: Shape, values: readonly number[]];

/**
 * A call with the output that PyTorch computes, or that the definition in the framework's documentation or source gives:
 * test/fixtures/dialects/frameworks.py names each source. `y` is null if the framework refuses the call.
 */
export interface Case {
  readonly dialect: DialectId;
  readonly text: string;
  readonly x: Flat;
  readonly w: Flat;
  readonly y: Flat | null;
}

const file = new URL('../fixtures/dialects/cases.json', import.meta.url);

/** The calls that test/fixtures/dialects/cases.py has written. */
export const cases = JSON.parse(readFileSync(file, 'utf8')) as readonly Case[];

/** Moves the channels of a single image in front, as in the engine; `channels` says where they are. */
export function channelsFirst(channels: Layer['channels'], [shape, values]: Flat): Flat {
  if (channels === 'first') return [shape, values];
  const count = shape.at(-1) ?? 1;
  const pixels = values.length / count;
  const moved = values.map((_, at) => values[(at % pixels) * count + Math.floor(at / pixels)] ?? NaN);
  return [[1, count, ...shape.slice(1, -1)], moved];
}
