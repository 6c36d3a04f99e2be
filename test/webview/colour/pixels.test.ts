import assert from 'node:assert/strict';
import {
  evenIndices,
  blit,
  type Pixels,
  allocatePixels,
  pixelsOf,
  copyPixels,
} from '../../../webview/colour/pixels.ts';

const of = (rows: readonly (readonly number[])[]): Pixels => ({
  rows: rows.length,
  columns: rows[0]?.length ?? 0,
  data: Uint32Array.from(rows.flat()),
});
const rowsOf = ({ rows, columns, data }: Pixels): number[][] =>
  Array.from({ length: rows }, (_, r) => [...data.subarray(r * columns, (r + 1) * columns)]);

describe('pictures in memory', () => {
  const four = of([
    [1, 2],
    [3, 4],
  ]);

  it('are laid into another one, as far as they lie in it', () => {
    const laid = (x: number, y: number): number[][] => {
      const into = allocatePixels(3, 3);
      blit(four, into, x, y);
      return rowsOf(into);
    };
    assert.deepEqual(laid(1, 1), [
      [0, 0, 0],
      [0, 1, 2],
      [0, 3, 4],
    ]);
    assert.deepEqual(laid(-1, -1), [
      [4, 0, 0],
      [0, 0, 0],
      [0, 0, 0],
    ]);
    assert.deepEqual(laid(2, -1), [
      [0, 0, 3],
      [0, 0, 0],
      [0, 0, 0],
    ]);
    assert.deepEqual(laid(-1, 2), [
      [0, 0, 0],
      [0, 0, 0],
      [2, 0, 0],
    ]);
    for (const [x, y] of [
      [3, 0],
      [-2, 0],
      [0, 3],
      [0, -2],
    ] as const) {
      assert.ok(
        laid(x, y)
          .flat()
          .every((value) => value === 0),
      );
    }
  });

  it('are spread by what each pixel shows', () => {
    const into = allocatePixels(4, 3);
    copyPixels(four, into, Int32Array.of(0, 1, 1, 0), Int32Array.of(1, 1, 0));
    assert.deepEqual(rowsOf(into), [
      [3, 4, 4, 3],
      [3, 4, 4, 3],
      [1, 2, 2, 1],
    ]);
  });

  it('are stretched evenly: each of the few gets its share of the many', () => {
    assert.deepEqual([...evenIndices(2, 5)], [0, 0, 1, 1, 1]);
    assert.deepEqual([...evenIndices(3, 3)], [0, 1, 2]);
    assert.deepEqual([...evenIndices(1, 2)], [0, 0]);
  });

  it('share the memory of the bytes they are made of, RGBA', () => {
    const bytes = Uint8ClampedArray.of(1, 2, 3, 255, 9, 8, 7, 255);
    const made = pixelsOf(bytes, 2, 1);
    const into = allocatePixels(1, 1);
    blit(made, into, -1, 0);
    assert.deepEqual([...new Uint8Array(into.data.buffer)], [9, 8, 7, 255]);
  });

  it('use the memory of another one of their size again, and of no other', () => {
    assert.equal(allocatePixels(2, 2, four).data, four.data);
    assert.equal(allocatePixels(1, 4, four).data, four.data);
    assert.notEqual(allocatePixels(2, 3, four).data, four.data);
  });
});
