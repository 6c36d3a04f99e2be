import assert from 'node:assert/strict';
import fc from 'fast-check';
import { flatAt, indexAt } from '../../../src/engine/core/flatIndex.ts';
import { elementCount, tensorOf } from '../../../src/engine/core/tensor.ts';
import {
  areAxesOf,
  fixedAxes,
  imageAxes,
  indexInTensor,
  indicesInPart,
  matrixAxes,
  picturePart,
  planeOf,
  thinnedPart,
} from '../../../src/engine/views/pictureAxes.ts';
import { planeView } from '../../../src/engine/views/plane.ts';
import { blocksOf, isPartOf, shapeOfPart, wholePart } from '../../../src/engine/views/tensorPart.ts';

/** Contains 0, 1, 2, …, so that every element equals its own flat index. */
const counted = (shape: readonly number[]) =>
  tensorOf(
    'float64',
    shape,
    Array.from({ length: elementCount(shape) }, (_, i) => i),
  );

describe('the axes of a picture', () => {
  it('show any two axes, as NumPy transposes them', () => {
    const shape = [2, 3, 4];
    const read = (axes: { rows: number | null; columns: number | null }, indices: readonly number[]) => {
      const view = planeView(counted(shape), planeOf(shape, { ...axes, colours: null }, indices));
      return Array.from({ length: view.rows }, (_, row) =>
        Array.from({ length: view.columns }, (_, column) => view.value(row, column)),
      );
    };
    // a = np.arange(24).reshape(2, 3, 4); a[:, :, 1].T
    assert.deepEqual(read({ rows: 1, columns: 0 }, [0, 0, 1]), [
      [1, 13],
      [5, 17],
      [9, 21],
    ]);
    // a[1, :, :]
    assert.deepEqual(read({ rows: 1, columns: 2 }, [1, 0, 0])[2], [20, 21, 22, 23]);
    // a[:, 2, :1]
    assert.deepEqual(read({ rows: 0, columns: null }, [0, 2, 0]), [[8], [20]]);
    // a[0, 1:2, 3]
    assert.deepEqual(read({ rows: null, columns: null }, [0, 1, 3]), [[7]]);
  });

  it('give each cell the index of the element that it shows', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 5 }), fc.nat(), (shape, seed) => {
        const axes = { rows: seed % shape.length, columns: (seed + 1) % shape.length, colours: null };
        if (!areAxesOf(axes, shape)) return;
        const indices = indexAt(shape, seed % elementCount(shape));
        const view = planeView(counted(shape), planeOf(shape, axes, indices));
        for (let row = 0; row < view.rows; row++) {
          for (let column = 0; column < view.columns; column++) {
            assert.equal(view.value(row, column), flatAt(shape, indexInTensor(axes, indices, { row, column })));
          }
        }
      }),
    );
  });

  it('are different axes of the tensor, and colours have a size of 3 or 4', () => {
    assert.ok(areAxesOf({ rows: 0, columns: 1, colours: 2 }, [9, 9, 3]));
    assert.ok(!areAxesOf({ rows: 0, columns: 1, colours: 2 }, [9, 9, 5]));
    assert.ok(!areAxesOf({ rows: 1, columns: 1, colours: null }, [9, 9]));
    assert.ok(!areAxesOf({ rows: 0, columns: 2, colours: null }, [9, 9]));
    assert.deepEqual(fixedAxes([2, 9, 9, 3], { rows: 2, columns: 1, colours: null }), [0, 3]);
  });

  it('of an unknown tensor are the last two, or those of an image', () => {
    assert.deepEqual(matrixAxes([4, 5, 6]), { rows: 1, columns: 2, colours: null });
    assert.deepEqual(matrixAxes([6]), { rows: null, columns: 0, colours: null });
    assert.deepEqual(matrixAxes([]), { rows: null, columns: null, colours: null });
    assert.deepEqual(imageAxes([2, 64, 48, 3], 'last'), { rows: 1, columns: 2, colours: 3 });
    assert.deepEqual(imageAxes([4, 64, 48], 'first'), { rows: 1, columns: 2, colours: 0 });
    // A weight of 3 × 3 kernels is no image.
    assert.equal(imageAxes([64, 32, 3, 3], 'last'), null);
    assert.equal(imageAxes([64, 3], 'last'), null);
  });
});

describe('the part of a tensor that a picture shows', () => {
  const axes = { rows: 3, columns: 1, colours: null };
  const part = picturePart([5, 6, 7, 8], axes, [4, 0, 2, 0]);

  it('has one index of every other axis', () => {
    assert.deepEqual(shapeOfPart(part), [1, 6, 1, 8]);
    assert.deepEqual(indicesInPart(part, [4, 1, 2, 3]), [0, 1, 0, 3]);
    assert.deepEqual(indicesInPart(wholePart([5, 6]), [4, 1]), [4, 1]);
  });

  it('is thinned to a number of rows and columns', () => {
    const [, columns, , rows] = thinnedPart(part, axes, 3);
    assert.deepEqual(columns, { from: 0, count: 3, step: 2 });
    // 0, 3, 6
    assert.deepEqual(rows, { from: 0, count: 3, step: 3 });
  });

  it('is a part only of a tensor that has all its elements', () => {
    assert.ok(isPartOf(part, [5, 6, 7, 8]));
    assert.ok(!isPartOf(part, [4, 6, 7, 8]));
    assert.ok(!isPartOf(part, [5, 6, 7]));
    assert.ok(!isPartOf([{ from: 0, count: 3, step: 4 }], [8]));
    assert.ok(!isPartOf([{ from: -1, count: 1, step: 1 }], [8]));
  });

  it('is the blocks that it is cut into, in order', () => {
    const flat = (piece: typeof part): number[] => {
      const shape = shapeOfPart(piece);
      return Array.from({ length: elementCount(shape) }, (_, i) =>
        flatAt(
          [5, 6, 7, 8],
          indexAt(shape, i).map((index, axis) => {
            const { from = 0, step = 1 } = piece[axis] ?? {};
            return from + index * step;
          }),
        ),
      );
    };
    for (const whole of [part, wholePart([5, 6, 7, 8]), thinnedPart(part, axes, 4)]) {
      for (const most of [1, 3, 8, 20, 100, 2000]) {
        const blocks = [...blocksOf(whole, most)];
        assert.ok(blocks.every((block) => elementCount(shapeOfPart(block)) <= most));
        assert.deepEqual(blocks.flatMap(flat), flat(whole), `${most}`);
      }
    }
    assert.deepEqual([...blocksOf(wholePart([3, 0]), 9)], []);
  });
});
