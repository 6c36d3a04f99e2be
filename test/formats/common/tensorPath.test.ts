import assert from 'node:assert/strict';
import { isTensorPath, listNames, tensorPathOf, tensorPathText } from '../../../src/formats/common/tensorPath.ts';

/** A text, its file and its key. */
const cases: readonly (readonly [text: string, file: string, key: string | null])[] = [
  ['x.npy', 'x.npy', null],
  ['x.npy#', 'x.npy', ''],
  ['model.pt#dec.w', 'model.pt', 'dec.w'],
  ['model.PT#dec.w', 'model.PT', 'dec.w'],
  ['m.onnx#/dec/up#1', 'm.onnx', '/dec/up#1'],
  ['run#3/model.pt#dec.w', 'run#3/model.pt', 'dec.w'],
  ['run#3/x.npy', 'run#3/x.npy', null],
  ['a.npz#b.npy', 'a.npz', 'b.npy'],
  ['model.ckpt#w', 'model.ckpt', 'w'],
  ['model.ckpt', 'model.ckpt', null],
];

describe('a tensor’s path', () => {
  for (const [text, file, key] of cases) {
    it(`${text} is split and joined again`, () => {
      assert.deepEqual(tensorPathOf(text), { file, key });
      assert.equal(tensorPathText({ file, key }), text);
    });
  }

  it('is distinguished from a fill', () => {
    for (const text of ['x.npy', 'm.SAFETENSORS', 'model.ckpt#w']) assert.ok(isTensorPath(text));
    for (const text of ['randn:1x2x3x3', 'x.txt', 'npy']) assert.ok(!isTensorPath(text), text);
  });
});

describe('names in a sentence', () => {
  it('are the first six and the total', () => {
    assert.equal(listNames(['a', 'b']), 'a, b');
    const six = ['a', 'b', 'c', 'd', 'e', 'f'];
    assert.equal(listNames(six), 'a, b, c, d, e, f');
    assert.equal(listNames([...six, 'g']), 'a, b, c, d, e, f, … (7 in all)');
  });
});
