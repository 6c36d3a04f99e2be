import assert from 'node:assert/strict';
import { deflateSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { refuse } from '../../../src/engine/core/refusal.ts';
import { bufferSource } from '../../../src/formats/common/byteSource.ts';
import { openTensorFile } from '../../../src/formats/openTensorFile.ts';
import { survives } from '../hostileFiles.ts';
import { accepted, fixture, refused } from '../tensorCases.ts';

const open = (bytes: Uint8Array, name: string) =>
  openTensorFile(bufferSource(Uint8Array.from(bytes).buffer, name), (path) => Promise.resolve(refuse('file', path)));

const latin1 = (text: string): Uint8Array => Buffer.from(text, 'latin1');

/** Returns the sentence with which a file of these bytes is refused, with plain spaces. */
async function sentence(bytes: Uint8Array | string, name = 'x.pt'): Promise<string> {
  const message = refused(await open(typeof bytes === 'string' ? latin1(bytes) : bytes, name));
  return message.replaceAll('\u00a0', ' ');
}

describe('what a file is', () => {
  it('is decided by its first bytes: every format opens under the names of the others', async () => {
    const files = {
      npy: 'npy/f4-little.npy',
      npz: 'zip/stored.npz',
      pytorch: 'zip/tensor.pt',
      pickle: 'objects/arrays4.pkl',
      safetensors: 'safetensors/dtypes.safetensors',
      onnx: 'onnx/raw.onnx',
    };
    for (const [format, path] of Object.entries(files)) {
      for (const name of ['x.pt', 'x.safetensors', 'x.npy', 'x.npz', 'x.onnx', 'x.bin', 'x.ckpt', 'x']) {
        const file = accepted(await open(new Uint8Array(fixture(path)), name));
        assert.equal(file.format, format, name);
      }
    }
  });

  it('is a Git LFS pointer, a page, an error or nothing, whatever its name', async () => {
    const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${'0123456789abcdef'.repeat(4)}\nsize 1186718856\n`;
    for (const name of ['m.safetensors', 'm.pt', 'm.bin', 'm.npy', 'm.npz', 'm.onnx', 'm.ckpt', 'm.pkl']) {
      assert.equal(
        await sentence(pointer, name),
        `${name} is a Git LFS pointer to a file of 1.19 GB: run git lfs pull.`,
      );
      assert.match(await sentence('', name), /^m\.\w+ is empty: it has 0 bytes/);
      assert.match(
        await sentence('<!DOCTYPE html>\n<html><head><title>Sign in</title></head></html>', name),
        /is an HTML page \("Sign in"\), not a tensor file: download the file again/,
      );
    }
    assert.match(
      await sentence('<?xml version="1.0"?><Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>'),
      /is an answer of a server \("Access Denied"\)/,
    );
    assert.match(await sentence('{"error":"Repository not found"}'), /is a JSON text that begins "\{\\"error/);
    assert.match(await sentence('Entry not found'), /is a text that begins "Entry not found"/);
    assert.match(await sentence('1.5e-01\n-2.0e+00\n', 'y.txt'), /is a text of numbers: read it with numpy\.loadtxt/);
    assert.match(await sentence('outs:\n- md5: abc\n  path: w.pt\n'), /run dvc pull/);
    assert.match(await sentence('/annex/objects/SHA256E-s1--a.pt\n'), /run git annex get/);
  });

  it('is named if another program wrote it', async () => {
    assert.match(await sentence(gzipSync('tensors')), /^x\.pt, unpacked, is a text that begins "tensors"/);
    assert.match(await sentence(gzipSync(gzipSync('tensors'))), /is compressed twice: unpack it/);
    for (const twice of [gzipSync(deflateSync('tensors')), deflateSync(deflateSync('tensors'))])
      assert.equal(await sentence(twice), 'x.pt is compressed twice: unpack it and open the file in it.');
    const tar = Buffer.alloc(1024);
    tar.write('weights.pt', 0);
    tar.write('ustar', 257);
    for (const [bytes, what] of [
      ['\x89HDF\r\n\x1a\n', /an HDF5 file \(h5py, Keras, PyTables\).*read it with h5py/],
      ['GGUF\x03\0\0\0', /a GGUF model/],
      ['\x1c\0\0\0TFL3\0', /a TensorFlow Lite model/],
      ['\x1c\0\0\0PTMF\0', /a PyTorch mobile model in flatbuffer format/],
      ['7z\xbc\xaf\x27\x1c', /a 7-Zip archive/],
      ['Rar!\x1a\x07\0', /a RAR archive/],
      ['\xfd7zXZ\0', /compressed with xz/],
      ['BZh9', /compressed with bzip2/],
      ['\x5d\0\0\x80\0', /compressed with LZMA/],
      ['sys_info\0', /a file of torch\.save before PyTorch 0\.1\.10.*load it with torch\.load/],
      ['model_checkpoint_path: "model.ckpt-1"\n', /names a TensorFlow checkpoint/],
      ['\x28\xb5\x2f\xfd', /compressed with Zstandard/],
      ['RIFF\x24\0\0\0WEBPVP8 ', /a WebP image/],
      ['\0\0\0\x0cjP  \r\n', /a JPEG 2000 image/],
      ['P6\n4 4\n255\n\x01\x02', /a portable pixmap/],
      [`${'\0'.repeat(128)}DICM`, /a DICOM image/],
      ['PYTORCH1\x01\0', /a TorchScript file of PyTorch 1\.0.*torch\.jit\.load/],
      ['<?xml version="1.0"?>\n<net name="x" version="11">', /the graph of an OpenVINO model.*read_model/],
      ['<?xml version="1.0"?>\n<a/>', /an XML text, not a tensor file: choose the file with the weights/],
      ['[[[-1.5, 2]], [[3, 4]]]', /a JSON text of numbers: read it with json\.load, and save numpy\.array/],
      ['[net]\nbatch=1\n', /is a text that begins "\[net\]"/],
      ['\x83\xa6params\x81', /a MessagePack file \(Flax\)/],
      [tar.toString('latin1'), /a tar archive/],
    ] as const) {
      assert.match(await sentence(bytes), what);
    }
  });

  it('is named by its name if its bytes say little', async () => {
    for (const [name, what] of [
      ['model.ckpt-1000.data-00000-of-00001', /is, by its name, a part of a TensorFlow checkpoint.*load_checkpoint/],
      ['model.ckpt.index', /a part of a TensorFlow checkpoint/],
      ['graph.pb', /a graph of TensorFlow/],
      ['model.t7', /a file of Lua Torch/],
      ['vgg.caffemodel', /a Caffe model/],
      ['vgg.params', /MXNet or Paddle/],
      ['old.mat', /a MATLAB file.*loadmat/],
      ['x.bmp', /an image.*Pillow/],
      ['ms.ckpt', /a checkpoint of MindSpore/],
      ['yolov3.weights', /a file of Darknet.*numpy\.fromfile/],
      ['net.mnn', /compiled for a device.*converted from/],
    ] as const) {
      assert.match(await sentence('\x01\x02\x03\xff', name), what);
    }
    assert.match(await sentence('\x08\x04\x12\x1f\n\x05input', 'm.mlmodel'), /a Core ML model/);
  });

  it('is named if it is a pickle of other things', async () => {
    assert.match(
      await sentence('\x80\x02csklearn.svm\nSVC\n)\x81}b.', 'm.pkl'),
      /^m\.pkl has no readable tensor: an object of class sklearn\.svm\.SVC\.$/,
    );
    // An array of joblib without the size that its bytes need, and one that joblib before 0.10 wrote beside.
    const joblib = '\x80\x02cjoblib.numpy_pickle\nNumpyArrayWrapper\n)\x81}b\xff\xff\xff\xff.';
    assert.match(
      await sentence(joblib, 'm.pkl'),
      /^m\.pkl cannot be read: it has an array of joblib whose size is not known/,
    );
    const beside = '\x80\x02cjoblib.numpy_pickle\nNDArrayWrapper\n)\x81}U\x08filenameU\x05w.npysb.';
    assert.match(await sentence(beside, 'm.pkl'), /an array in another file, "w\.npy" \(joblib before 0\.10\)/);
  });

  it('is unknown if its bytes could be anything; the sentence counts the numbers that they may be', async () => {
    const raw = new Uint8Array(Float32Array.of(1.5, -2, 3).buffer);
    for (const name of ['y.bin', 'y.npy', 'y.raw', 'y']) {
      assert.match(
        await sentence(raw, name),
        /does not begin as a tensor file does \(12 B: 3 float32, 6 float16\).*:float32:1x3x6x6/,
      );
    }
    assert.match(
      await sentence(new Uint8Array(4096), 'y.bin'),
      /begins with 1\.02 KB of zeros, as an unfinished download.*raw numbers/,
    );
    // What a compressed file holds cannot be read as raw numbers.
    for (const bytes of [raw, new Uint8Array(4096)]) {
      const inflated = await sentence(gzipSync(bytes), 'y.gz');
      assert.match(inflated, /^y\.gz, unpacked, (does not begin as a tensor file does|begins with 1\.02 KB of zeros)/);
      assert.doesNotMatch(inflated, /raw|dtype/);
    }
  });

  it('may be raw numbers only if its bytes could be any', async () => {
    const mayBeRaw = async (bytes: Uint8Array): Promise<boolean> => {
      const file = await open(bytes, 'y.bin');
      return !file.ok && file.refusal.mayBeRaw === true;
    };
    assert.ok(await mayBeRaw(new Uint8Array(Float32Array.of(1.5, -2, 3).buffer)));
    assert.ok(await mayBeRaw(new Uint8Array(4096)));
    for (const other of [
      'version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n',
      '<html>',
      '',
      '\x89HDF\r\n\x1a\n',
    ])
      assert.ok(!(await mayBeRaw(latin1(other))), other);
  });

  it('reads or refuses arbitrary beginnings', async () => {
    const starts = [
      '',
      'PK\x03\x04',
      '\x93NUMPY\x01\0',
      '\x80\x02',
      '\x80\x04\x95',
      '\x08\x07\x12',
      '(dp0\n',
      'cx\ny\n',
      '\x20\0\0\0\0\0\0\0{',
    ];
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...starts), fc.uint8Array({ maxLength: 80 }), async (start, rest) => {
        const bytes = Uint8Array.from([...latin1(start), ...rest]);
        await survives(
          (source) => openTensorFile(source, (path) => Promise.resolve(refuse('file', path))),
          bytes.buffer,
        );
      }),
      { numRuns: 2000 },
    );
  });
});
