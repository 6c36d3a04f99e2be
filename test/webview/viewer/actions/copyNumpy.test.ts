import assert from 'node:assert/strict';
import { numpyLiteral } from '../../../../webview/viewer/actions/copyNumpy.ts';

describe('a NumPy literal', () => {
  it('names NaN and infinities as NumPy does', () => {
    const values = [1, NaN, -Infinity, 0.5];
    assert.equal(
      numpyLiteral({ rows: 2, columns: 2, kind: () => 0, value: (r, c) => values[2 * r + c] ?? 0 }, 'float32'),
      'np.array([[1, np.nan],\n          [-np.inf, 0.5]], dtype=np.float32)',
    );
  });
});
