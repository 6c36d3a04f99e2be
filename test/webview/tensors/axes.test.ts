import assert from 'node:assert/strict';
import type { FileInfo } from '../../../src/protocol/tensorMessages.ts';
import { axesWith, roleOf } from '../../../webview/tensors/axisRole.ts';
import { cellIndex, sliceName } from '../../../webview/tensors/sliceName.ts';
import { obstacleOf } from '../../../webview/tensors/tensorUseItems.ts';

const shape = [3, 8, 9, 4];
const axes = { rows: 2, columns: 3, colours: null };

describe('the roles of axes', () => {
  it('are exchanged when an axis gets the role of another', () => {
    assert.deepEqual(axesWith(shape, axes, 2, 'columns'), { rows: 3, columns: 2, colours: null });
    assert.deepEqual(axesWith(shape, axes, 1, 'rows'), { rows: 1, columns: 3, colours: null });
    assert.deepEqual(axesWith(shape, axes, 3, 'columns'), axes);
    assert.deepEqual(
      shape.map((_, axis) => roleOf({ ...axes, colours: 0 }, axis)),
      ['colours', 'index', 'rows', 'columns'],
    );
  });

  it('leave two axes drawn', () => {
    assert.deepEqual(axesWith(shape, axes, 3, 'index'), { rows: 2, columns: 1, colours: null });
    assert.deepEqual(axesWith([5, 6], { rows: 0, columns: 1, colours: null }, 1, 'index'), {
      rows: 0,
      columns: 1,
      colours: null,
    });
    assert.deepEqual(axesWith(shape, axes, 3, 'colours'), { rows: 2, columns: 1, colours: 3 });
    assert.deepEqual(axesWith(shape, { rows: 2, columns: 1, colours: 3 }, 3, 'index'), {
      rows: 2,
      columns: 1,
      colours: null,
    });
  });

  it('give colours only to an axis that can be colours', () => {
    const image = { rows: 1, columns: 2, colours: 0 };
    // Axis 1 of size 8 cannot be the colours in exchange.
    assert.deepEqual(axesWith(shape, image, 0, 'rows'), { rows: 0, columns: 2, colours: null });
    assert.deepEqual(axesWith([3, 4, 9], { rows: 1, columns: 2, colours: 0 }, 0, 'rows'), {
      rows: 0,
      columns: 2,
      colours: 1,
    });
  });

  it('of a vector are rows, columns or a single element', () => {
    const row = { rows: null, columns: 0, colours: null };
    assert.deepEqual(axesWith([7], row, 0, 'rows'), { rows: 0, columns: null, colours: null });
    assert.deepEqual(axesWith([7], row, 0, 'index'), { rows: null, columns: null, colours: null });
  });
});

describe('a slice', () => {
  it('is named as NumPy slices it', () => {
    assert.equal(sliceName(axes, [1, 2, 0, 0]), '[1, 2, :, :]');
    assert.equal(sliceName({ rows: 3, columns: 0, colours: null }, [1, 2, 5, 0]), '[:, 2, 5, :].T');
    assert.equal(sliceName({ rows: 1, columns: 2, colours: 0 }, [1, 2, 5, 0]), '[:, :, :, 0]');
    assert.equal(sliceName({ rows: null, columns: null, colours: null }, []), '[()]');
    assert.equal(sliceName({ rows: null, columns: 0, colours: null }, [0]), '[:]');
  });

  it('has the true index of each cell', () => {
    const cell = { row: 6, column: 2 };
    assert.equal(cellIndex(axes, [1, 2, 0, 0], cell), '[1, 2, 6, 2]');
    assert.equal(cellIndex({ rows: 3, columns: 0, colours: null }, [1, 2, 5, 0], cell), '[2, 2, 5, 6]');
    assert.equal(cellIndex({ rows: 1, columns: 2, colours: 0 }, [1, 2, 5, 3], cell), '[:, 6, 2, 3]');
  });
});

describe('using a tensor', () => {
  const info: FileInfo = { format: 'npy', name: 'x.npy', entries: [], leftOut: [], layers: [], unusable: null };
  const entry = (...sizes: number[]) => ({ key: '', element: 'float32', shape: sizes }) as const;
  const possible = (...sizes: number[]): readonly string[] =>
    (['input', 'weight', 'bias', 'actual'] as const).filter((role) => obstacleOf(role, entry(...sizes), info) === null);

  it('is possible in the roles that its axes fit', () => {
    assert.deepEqual(possible(2, 3, 4, 5), ['input', 'weight', 'actual']);
    // The weight of a 1-D layer.
    assert.deepEqual(possible(3, 4, 5), ['input', 'weight', 'actual']);
    assert.deepEqual(possible(3), ['bias']);
    assert.deepEqual(possible(3, 4), []);
    assert.deepEqual(possible(0), []);
  });

  it('is impossible for a reason', () => {
    assert.match(
      obstacleOf('input', entry(7), info) ?? '',
      /shape 7 cannot be the input: it must have the axes \(N, Cin, H, W\)/,
    );
    const unusable = { ...info, unusable: 'this is a version of x.npy in Git; open the file itself' };
    assert.equal(
      obstacleOf('input', entry(1, 2, 3, 4), unusable),
      'A call cannot read this tensor: this is a version of x.npy in Git; open the file itself.',
    );
  });
});
