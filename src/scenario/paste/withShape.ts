import { resizedValues } from '../../engine/core/flatIndex.ts';
import { elementCount, isSameShape, type Shape } from '../../engine/core/tensor.ts';
import type { TensorSource } from '../document/scenario.ts';
import { mostPastedValues } from './numberLists.ts';

/**
 * Returns the source with another shape. Values keep their index, counted from the last axis, and new elements are 0;
 * values of more elements than a document takes become random. A file is returned unchanged.
 */
export function withShape(source: TensorSource, shape: Shape): TensorSource {
  if ('file' in source) return source;
  if ('fill' in source) return { ...source, shape };
  if (isSameShape(source.shape, shape)) return source;
  if (!shape.every(Number.isSafeInteger) || elementCount(shape) > mostPastedValues) return { fill: 'randn', shape };
  const rank = Math.max(shape.length, source.shape.length);
  return { shape, values: resizedValues(ofRank(rank, source.shape), source.values, ofRank(rank, shape)) };
}

function ofRank(rank: number, shape: Shape): Shape {
  return [...Array.from({ length: rank - shape.length }, () => 1), ...shape];
}
