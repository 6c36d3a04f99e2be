import assert from 'node:assert/strict';
import { layoutOrders } from '../../../../../webview/pipeline/dotProduct/orders/layoutOrders.ts';
import { positionAt } from '../../../../../webview/pipeline/dotProduct/orders/positionAt.ts';
import { sumFormat } from '../../../../../src/scenario/text/sumFormat.ts';
import { commonStart } from '../../../../../webview/pipeline/dotProduct/decimals.ts';

describe('the table of partial sums', () => {
  it('stands on the last term that is no structural zero', () => {
    const places = [2, 3, 7];
    assert.deepEqual(
      [0, 1, 2, 3, 4, 6, 7, 9].map((term) => positionAt(places, term)),
      [0, 0, 0, 1, 1, 1, 2, 2],
    );
    assert.equal(positionAt([], 3), 0);
  });

  it('writes sums with enough digits to tell neighbours of the dtype apart', () => {
    // 2⁻²³ and 2⁻⁵² above 1; 2²⁴ + 2 beside 2²⁴.
    const single = sumFormat([1, -0.5], 'float32');
    assert.notEqual(single(1), single(1 + 2 ** -23));
    assert.equal(single(-0.5), '−0.50000000');
    const double = sumFormat([1], 'float64');
    assert.notEqual(double(1), double(1 + 2 ** -52));
    assert.equal(sumFormat([2 ** 24, 1], 'float32')(2 ** 24 + 2), '16777218.0');
    assert.equal(sumFormat([1.5e-12], 'float32')(1.5e-12), '1.50000000e−12');
    assert.equal(sumFormat([NaN, Infinity, 3e20], 'float32')(3e20), '3.00000000e20');
    assert.equal(sumFormat([NaN], 'float32')(NaN), 'NaN');
  });

  it('finds where two of them begin to differ', () => {
    assert.equal(commonStart('1.2345', '1.2354'), 4);
    assert.equal(commonStart('1.2', '−1.2'), 0);
    assert.equal(commonStart('1.2', '1.2'), 3);
  });

  it('has room for a column in any width, and for plots beside it in a wide one', () => {
    for (const width of [200, 640, 900, 1100, 2000]) {
      for (const dtype of ['float32', 'float64'] as const) {
        const { beside, table, plots, columns } = layoutOrders(width, dtype);
        assert.ok(columns >= 1 && columns <= 9);
        assert.equal(beside, width >= 900);
        assert.ok(beside ? table + plots + 24 === width && plots >= 300 : plots === width);
      }
    }
  });
});
