import { readFileSync } from 'node:fs';
import type { Pair } from '../../src/engine/core/call.ts';
import type { Shape } from '../../src/engine/core/tensor.ts';

type Numbers = readonly number[];

/**
 * A call by PyTorch with multiples of 1/4, whose sums are exact in any order, and the gradients of Σ v·y: gx of the input,
 * gw of the weight, gb of the bias. See test/fixtures/gradients.py.
 */
export interface GradientCase {
  readonly stride: Pair;
  readonly padding: Pair;
  readonly output_padding: Pair;
  readonly dilation: Pair;
  readonly groups: number;
  readonly input: Shape;
  readonly weight: Shape;
  readonly output: Shape;
  readonly x: Numbers;
  readonly w: Numbers;
  readonly b: Numbers | null;
  readonly v: Numbers;
  readonly gx: Numbers;
  readonly gw: Numbers;
  readonly gb: Numbers | null;
}

const file = new URL('../fixtures/gradients.json', import.meta.url);

export const { calls: gradientCases } = JSON.parse(readFileSync(file, 'utf8')) as {
  readonly calls: readonly GradientCase[];
};
