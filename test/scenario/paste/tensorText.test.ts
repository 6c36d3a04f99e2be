import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { mostPastedValues } from '../../../src/scenario/paste/numberLists.ts';
import { readTensorText, type TensorText } from '../../../src/scenario/paste/tensorText.ts';

interface Printed {
  readonly name: string;
  readonly text: string;
  readonly shape: readonly number[];
  readonly dtype: string | null;
  readonly values: readonly (number | string)[];
}

const fixture = JSON.parse(readFileSync(join(import.meta.dirname, '../../fixtures/printed.json'), 'utf8')) as {
  readonly cases: readonly Printed[];
  readonly ellipses: readonly string[];
};

const named: Readonly<Record<string, number>> = { nan: NaN, inf: Infinity, '-inf': -Infinity };

function read(text: string): TensorText {
  const result = readTensorText(text, 'input');
  assert.ok(result.ok, result.ok ? '' : `${text}\n${result.refusal.message}`);
  return result.value;
}

function refusal(text: string): string {
  const result = readTensorText(text, 'input');
  assert.ok(!result.ok, text);
  return result.refusal.message;
}

function dtypeName({ dtype }: TensorText): string | null {
  if (dtype === null) return null;
  return dtype.kind === 'precision' ? dtype.id : dtype.kind === 'other' ? dtype.name : dtype.reason;
}

describe('a tensor as text', () => {
  it('has the shape, the numbers and the dtype that Python reads from what NumPy and PyTorch print', () => {
    assert.ok(fixture.cases.length > 300);
    for (const { name, text, shape, dtype, values } of fixture.cases) {
      const tensor = read(text);
      const expected = values.map((value) => (typeof value === 'string' ? (named[value] ?? 0) : value));
      assert.deepEqual(tensor.shape, shape, `${name}: ${text}`);
      assert.deepEqual(tensor.values, expected, `${name}: ${text}`);
      assert.equal(dtypeName(tensor), dtype, `${name}: ${text}`);
    }
  });

  it('printed with an ellipsis is refused, and how to print it whole is said', () => {
    for (const text of fixture.ellipses) {
      assert.match(refusal(text), /ellipsis.*torch\.set_printoptions\(threshold=1_000_000\).*np\.set_printoptions/);
    }
  });

  it('may be code: constructors, device, gradient, dtype, names and prompts', () => {
    const cases: readonly (readonly [string, readonly number[], string | null])[] = [
      ['tensor([[1., 2.], [3., 4.]])', [2, 2], null],
      ["torch.tensor([[1, 2], [3, 4]], dtype=torch.float16, device='cuda:0', requires_grad=True)", [2, 2], 'float16'],
      ['array([[1, 2], [3, 4]], dtype=float32)', [2, 2], 'float32'],
      ['np.array([[1, 2], [3, 4]], np.float64)', [2, 2], 'float64'],
      ['torch.from_numpy(np.array([[1, 2], [3, 4]], dtype=np.float32)).cuda()', [2, 2], 'float32'],
      ['torch.HalfTensor([[1, 2], [3, 4]])', [2, 2], 'float16'],
      ['x = [[1, 2],\n     [3, 4]]  # small', [2, 2], null],
      ['>>> x\ntensor([[1., 2.],\n        [3., 4.]])', [2, 2], null],
      ['Out[7]:\narray([[1., 2.],\n       [3., 4.]])', [2, 2], null],
      ['((1, 2), (3, 4))', [2, 2], null],
      ['[1., 2.],\n [3., 4.],', [2, 2], null],
      ['[[1. 2.]\n [3. 4.]]', [2, 2], null],
      ['1 2\n3 4', [2, 2], null],
      ['1, 2\n3, 4\n', [2, 2], null],
      ['1\t2\r\n3\t4', [2, 2], null],
      ['1 2; 3 4', [2, 2], null],
      ['torch.tensor([1, 2, 3, 4.]).reshape(1, 1, 2, -1)', [1, 1, 2, 2], null],
      ['1 2\n\n3 4', [2, 1, 2], null],
      ['tf.Tensor(\n[[1. 2.]\n [3. 4.]], shape=(2, 2), dtype=float32)', [2, 2], 'float32'],
      [
        '<tf.Tensor: shape=(2, 2), dtype=float32, numpy=\narray([[1., 2.],\n       [3., 4.]], dtype=float32)>',
        [2, 2],
        'float32',
      ],
      ['Array([[1., 2.],\n       [3., 4.]], dtype=float32)', [2, 2], 'float32'],
      ['[np.float32(1.0), np.float32(2.0), np.float32(3.0), np.float32(4.0)]', [4], null],
    ];
    for (const [text, shape, dtype] of cases) {
      const tensor = read(text);
      assert.deepEqual(tensor.values, [1, 2, 3, 4], text);
      assert.deepEqual(tensor.shape, shape, text);
      assert.equal(dtypeName(tensor), dtype, text);
    }
  });

  it('has fractions, NaN and infinities, the minus of a formula, True, and Python’s words', () => {
    assert.deepEqual(read('1/3 -2/3 inf -inf nan +inf').values, [1 / 3, -2 / 3, Infinity, -Infinity, NaN, Infinity]);
    assert.deepEqual(read("[float('-inf'), np.inf, torch.nan, math.inf]").values, [-Infinity, Infinity, NaN, Infinity]);
    assert.deepEqual(read('[\u22121.5, -0.0, .5, 5., 1_000, True, False, Infinity]').values, [
      -1.5,
      -0,
      0.5,
      5,
      1000,
      1,
      0,
      Infinity,
    ]);
  });

  it('has the common factor of old PyTorch applied to the nearest float64', () => {
    // torch 0.4
    const bracketed = read('tensor(1.00000e-02 *\n       [[ 1.2345,  2.3456],\n        [-3.4567,  0.1000]])');
    assert.deepEqual(bracketed.values, [0.012345, 0.023456, -0.034567, 0.001]);
    // torch 0.3, planes and all
    const text =
      '\n(0 ,.,.) = \n1.00000e-02 *\n  1.2345  2.3456\n  3.4567  4.5678\n[torch.FloatTensor of size 1x2x2]\n';
    assert.match(refusal(text), /not a number/);
    const old = read('\n1.00000e-02 *\n  1.2345  2.3456\n  3.4567  4.5678\n[torch.DoubleTensor of size 2x2]\n');
    assert.deepEqual(old.values, [0.012345, 0.023456, 0.034567, 0.045678]);
    assert.deepEqual(old.shape, [2, 2]);
    assert.equal(dtypeName(old), 'float64');
    const planes = read(
      '\n(0 ,.,.) = \n  1  2\n  3  4\n\n(1 ,.,.) = \n  5  6\n  7  8\n[torch.FloatTensor of size 2x2x2]\n',
    );
    assert.deepEqual(planes.shape, [2, 2, 2]);
    assert.deepEqual(planes.values, [1, 2, 3, 4, 5, 6, 7, 8]);
    assert.deepEqual(read('2.5 * [1, 2]').values, [2.5, 5]);
  });

  it('is refused in a sentence with the place', () => {
    const cases: readonly (readonly [string, RegExp])[] = [
      ['[[1, 2], [3]]', /input, character 12: the list that ends here has 1 entry; the lists before it have 2\./],
      ['tensor([[1., 2.],\n        [3., 4., 5.]])', /line 2, column 20: the list that ends here has 3 entries/],
      ['1 2\n3 4 5', /line 2, column 1: the row has 3 values; the rows before it have 2\./],
      ['1 2\n3 4\n\n5 6', /the plane that ends here has 1 row; the planes before it have 2\./],
      ['[[1, 2], 3]', /character 10: a number is beside a list/],
      ['[1, [2, 3]]', /a list begins among numbers/],
      ['[1, , 2]', /a value is missing before the comma/],
      ['[1, 2', /a closing "\]" is missing/],
      ['tensor([1, 2]', /a closing "\)" is missing/],
      ['[1, 2]]', /"\]" closes nothing/],
      ['1 2 x', /character 5: "x" is not a number/],
      ['1 2-3', /"2-3" is not a number/],
      ['[1+2j]', /complex/],
      ['tensor([1., 2.], dtype=torch.complex64)', /dtype = complex64 is complex/],
      ['torch.randn(2, 3)', /torch\.randn\(…\) makes numbers, but does not show them/],
      ['foo([1])', /foo\(…\) is not a tensor/],
      [
        'tensor(indices=tensor([[0]]), values=tensor([1.]), size=(1,), nnz=1)',
        /the tensor is sparse: paste x\.to_dense\(\)/,
      ],
      ['masked_array(data=[1, --], mask=[False, True])', /the array is masked: paste x\.filled\(0\)/],
      ['[1, --, 3]', /masked/],
      ['tensor([1., 2.]).T', /\.T changes the tensor/],
      ['tensor([1., 2.]) tensor([3.])', /after the numbers cannot be read/],
      ['torch.tensor([1, 2, 3]).reshape(2, 2)', /the text says the shape \(2, 2\), but has 3 values/],
      ['', /there are no numbers/],
      ['tensor(', /there are no numbers/],
      ['[[[[[[[[[1]]]]]]]]]', /deeper than 8/],
    ];
    for (const [text, message] of cases) assert.match(refusal(text), message, text);
  });

  it('too large for a document is counted to its end, and refused with its shape', () => {
    const row = `[${Array.from({ length: 256 }, () => '0.5').join(', ')}]`;
    const rows = mostPastedValues / 256;
    assert.equal(read(`[${Array.from({ length: rows }, () => row).join(', ')}]`).values.length, mostPastedValues);
    assert.match(
      refusal(`[${Array.from({ length: rows + 1 }, () => row).join(', ')}]`),
      /the text has 65\u00a0792 values \(257×256\); a document takes at most 65\u00a0536\. Save the tensor as a \.npy file/,
    );
  });

  it('is read in one pass: every prefix and every broken copy of a text ends in a value or a sentence', () => {
    const text = 'torch.tensor([[1., -2e-3], [nan, 1/3]], dtype=torch.float16, grad_fn=<Add>)';
    for (let length = 0; length <= text.length; length += 1) {
      readTensorText(text.slice(0, length), 'weight');
      for (const char of '[](),x=<> \n.') readTensorText(text.slice(0, length) + char + text.slice(length), 'weight');
    }
  });
});
