import type { AxisGeometry, Geometry } from '../../src/engine/geometry/geometry.ts';
import { overlapAlong } from '../../src/engine/layer/overlap.ts';
import { wordList } from '../../src/engine/core/wordList.ts';

/** Says if the taps overlap evenly, in a sentence per axis, or in one sentence if the axes are the same. */
export function overlapSentences({ h, w }: Geometry): readonly string[] {
  const same = (['kernelSize', 'stride', 'dilation'] as const).every((name) => h[name] === w[name]);
  if (same) return [sentence('Both axes', h)];
  return [sentence('Height', h), sentence('Width', w)];
}

function sentence(name: string, axis: AxisGeometry): string {
  const { kernelSize, stride, dilation } = axis;
  const { counts, even, remainder, common } = overlapAlong(axis);
  const rule = `${name}: kernel ${kernelSize} mod stride ${stride} is ${remainder}`;
  if (even) return `${rule}; the overlap is even, ${taps(counts[0] ?? 0)} in every phase.`;
  const spread = `the overlap is uneven, ${wordList(counts, 'or')} taps by phase.`;
  if (common === 1) return `${rule}; ${spread}`;
  return `${rule}; stride ${stride} and dilation ${dilation} share the factor ${common}, so that ${spread}`;
}

const taps = (count: number): string => `${count} ${count === 1 ? 'tap' : 'taps'}`;
