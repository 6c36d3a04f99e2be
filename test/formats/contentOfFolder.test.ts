import assert from 'node:assert/strict';
import { contentOfFolder } from '../../src/formats/contentOfFolder.ts';

const why = (...names: readonly string[]): string => {
  const content = contentOfFolder(names);
  assert.ok(content.kind === 'refused');
  return content.why;
};

describe('a folder in place of a tensor file', () => {
  it('opens by the one file that stands for a checkpoint of many', () => {
    assert.deepEqual(contentOfFolder(['__0_0.distcp', '.metadata', 'common.pt']), { kind: 'file', name: '.metadata' });
    assert.deepEqual(contentOfFolder(['data', 'data.pkl', 'version']), { kind: 'file', name: 'data.pkl' });
    const shards = ['config.json', 'model-00001-of-00002.safetensors', 'model.safetensors.index.json'];
    assert.deepEqual(contentOfFolder(shards), { kind: 'file', name: 'model.safetensors.index.json' });
  });

  it('is named if another program wrote it, with what to do', () => {
    assert.match(why('saved_model.pb', 'variables'), /SavedModel\): load it with tf\.saved_model\.load/);
    assert.match(why('.zarray', '0.0'), /of Zarr: read it with zarr\.open/);
    assert.match(why('zarr.json', 'c'), /of Zarr/);
    assert.match(why('_METADATA', 'manifest.ocdbt', 'd'), /of Orbax \(JAX\)/);
    assert.match(why('checkpoint', 'm.ckpt.index', 'm.ckpt.data-00000-of-00001'), /tf\.train\.load_checkpoint/);
    assert.match(why('latest', 'global_step500', 'zero_to_fp32.py'), /of DeepSpeed: .* python zero_to_fp32\.py/);
  });

  it('says which of several files may be meant, or that there is none', () => {
    assert.equal(why('b.pt', 'a.npy', 'notes.txt'), 'with tensor files: name one of "a.npy", "b.pt"');
    assert.match(why('a.pt', 'b.pt', 'c.pt', 'd.pt'), /"a\.pt", "b\.pt", "c\.pt", … \(4 in all\)$/);
    assert.match(why('b.index.json', 'a.index.json', 'a.pt'), /name one of "a\.index\.json"/);
    assert.equal(why('a.npy'), 'with a tensor file: name it, "a.npy"');
    assert.equal(why('notes.txt'), 'without tensor files');
    assert.equal(why(), 'without tensor files');
  });
});
