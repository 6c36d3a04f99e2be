import type { Pair } from '../../core/call.ts';
import { flatAt, indexAt } from '../../core/flatIndex.ts';
import type { Shape } from '../../core/tensor.ts';
import type { OutputArrangement } from './hypothesis.ts';

/**
 * Returns a window on the planes of a shape: element (…, y, x) of `shape` is element (…, y + top, x + left) of `from`, and
 * `outside`, a marker, where `from` has none. The axes before the plane are the same.
 */
export function planeWindow(from: Shape, shape: Shape, [top, left]: Pair, outside: number): OutputArrangement {
  const [height = 0, width = 0] = from.slice(-2);
  return {
    shape,
    source: (at) => {
      const index = indexAt(shape, at);
      const x = (index.pop() ?? 0) + left;
      const y = (index.pop() ?? 0) + top;
      const isInside = y >= 0 && y < height && x >= 0 && x < width;
      return isInside ? flatAt(from, [...index, y, x]) : outside;
    },
  };
}

/**
 * Returns a shape whose slices along an axis (−3 channels, −4 images) are taken from the slices that `from` gives; a
 * marker in place of a slice fills it. `count` is the number of slices if it is not that of `outputShape`.
 */
export function slicesFrom(
  outputShape: Shape,
  axis: -3 | -4,
  from: (slice: number) => number,
  count?: number,
): OutputArrangement {
  const position = outputShape.length + axis;
  const shape = outputShape.map((size, i) => (i === position ? (count ?? size) : size));
  return {
    shape,
    source: (at) => {
      const index = indexAt(shape, at);
      const slice = from(index[position] ?? 0);
      if (slice < 0) return slice;
      index[position] = slice;
      return flatAt(outputShape, index);
    },
  };
}

/** Returns a function that gives the flat index in (…, C, H, W) of the element at a flat index of (…, H, W, C). */
export function channelsLastSource(outputShape: Shape): (at: number) => number {
  const [c = 1, h = 1, w = 1] = outputShape.slice(-3);
  const area = h * w;
  return (at) => {
    const inImage = at % (c * area);
    return at - inImage + (inImage % c) * area + Math.floor(inImage / c);
  };
}

/** Returns a function that gives the flat index in (…, H, W, C) of the element at a flat index of (…, C, H, W). */
export function channelsLastPlace(outputShape: Shape): (at: number) => number {
  const [c = 1, h = 1, w = 1] = outputShape.slice(-3);
  const area = h * w;
  return (at) => {
    const inImage = at % (c * area);
    return at - inImage + (inImage % area) * c + Math.floor(inImage / area);
  };
}
