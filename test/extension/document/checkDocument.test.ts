import assert from 'node:assert/strict';
import { ok, refuse } from '../../../src/engine/core/refusal.ts';
import { checkDocument, type ReadShape } from '../../../src/extension/document/checkDocument.ts';
import { placeOf } from '../../../src/extension/document/placeOf.ts';

const valid = `{
  // A call of PyTorch's documentation.
  "version": 1,
  "input": { "fill": "randn", "shape": [1, 4, 5, 6] },
  "weight": { "fill": "randn", "shape": [4, 2, 3, 3] },
  "bias": { "values": [1, 2, 3, 4] },
  "stride": 2,
  "padding": [1, 1],
  "groups": 2,
  "tolerance": { "rtol": 1e-3 },
}
`;

const shapes: Readonly<Record<string, readonly number[]>> = {
  'w.npz#a': [4, 2, 3, 3],
  'w3.npy': [3, 2, 3, 3],
  // (5 − 1)·2 − 2 + 2 + 1 = 9 and (6 − 1)·2 − 2 + 2 + 1 = 11
  'y.npy': [1, 4, 9, 11],
  'uncropped.npy': [1, 4, 11, 13],
};
const readShape: ReadShape = (path) => {
  const shape = shapes[path];
  return Promise.resolve(
    shape === undefined ? refuse('file', `${path} cannot be read: it does not exist.`) : ok(shape),
  );
};

describe('the check of a document', () => {
  it('refuses nothing in a valid document or an empty one', async () => {
    assert.equal(await checkDocument(valid, readShape), null);
    assert.equal(await checkDocument(' \n', readShape), null);
    const named = valid.replace('{ "fill": "randn", "shape": [4, 2, 3, 3] }', '{ "file": "w.npz#a" }');
    assert.equal(await checkDocument(named, readShape), null);
    const checked = valid.replace('"groups"', '"actual": { "file": "y.npy" }, "groups"');
    assert.equal(await checkDocument(checked, readShape), null);
  });

  const cases: readonly [what: string, from: string, to: string, marked: string, message: RegExp][] = [
    ['an unknown key', '"stride"', '"strides"', '"strides"', /unknown key "strides"/],
    [
      'an unknown key of a tensor',
      '"fill": "randn", "shape": [1',
      '"fil": 1, "fill": "randn", "shape": [1',
      '"fil"',
      /"fil"/,
    ],
    ['an unknown key of the tolerance', '"rtol"', '"rtoll"', '"rtoll"', /"rtoll"/],
    ['a value in a list of values', '[1, 2, 3, 4]', '[1, 2, "x", 4]', '"x"', /bias\.values\[2\]/],
    ['a size', '[1, 4, 5, 6]', '[1, 4, 5, -6]', '-6', /must not be negative/],
    ['a size that PyTorch refuses', '[1, 4, 5, 6]', '[1, 4, 0, 6]', '0', /has H = 0/],
    ['a kernel size that PyTorch refuses', '[4, 2, 3, 3]', '[4, 2, 3, 0]', '0', /has kW = 0/],
    ['a parameter of both axes', '"stride": 2', '"stride": 0', '0', /stride/],
    ['a parameter of one axis', '[1, 1]', '[1, 30]', '30', /padding\[1\] = 30 leaves no output/],
    ['a bias of another length', '[1, 2, 3, 4]', '[1, 2]', '{ "values": [1, 2] }', /bias/],
    ['a tolerance', '1e-3', '-1', '-1', /tolerance\.rtol/],
    [
      'a file that cannot be read',
      '{ "values": [1, 2, 3, 4] }',
      '{ "file": "b.npy" }',
      '"b.npy"',
      /b\.npy cannot be read/,
    ],
    [
      'a file of a shape that does not fit the input',
      '{ "fill": "randn", "shape": [4, 2, 3, 3] }',
      '{ "file": "w3.npy" }',
      '"w3.npy"',
      /weight must have 4 in its first dimension/,
    ],
    [
      'an output to check of another shape',
      '"groups": 2',
      '"groups": 2, "actual": { "file": "uncropped.npy" }',
      '"uncropped.npy"',
      /^uncropped\.npy is 1×4×11×13; this call’s output is 1×4×9×11\./,
    ],
    ['a number of groups that does not divide the channels', '"groups": 2', '"groups": 3', '3', /groups = 3/],
    [
      'a formulation that does not support the call',
      '"groups": 2',
      '"groups": 2, "formulation": "winograd", "dilation": [1, 3], "output_padding": [0, 1]',
      '"winograd"',
      /Winograd needs/,
    ],
    [
      'a missing key of a tensor',
      '"fill": "randn", "shape": [1, 4, 5, 6]',
      '"fill": "randn"',
      '{ "fill": "randn" }',
      /input\.shape must be a list, but is missing/,
    ],
    ['a missing key of the document', '"version": 1,', '', '{', /version must be 1, but is missing/],
    ['a syntax error', '"groups": 2', '"groups": 2 2', '2', /comma expected/],
    ['a text that is cut off', ',\n}\n', '', '}', /close brace expected/],
  ];
  for (const [what, from, to, marked, message] of cases) {
    it(`places the refusal of ${what}`, async () => {
      assert(valid.includes(from));
      const text = valid.replace(from, to);
      const refusal = await checkDocument(text, readShape);
      assert(refusal !== null);
      assert.match(refusal.message, message);
      const { offset, length } = placeOf(refusal, text);
      assert.equal(text.slice(offset, offset + length), marked);
    });
  }
});
