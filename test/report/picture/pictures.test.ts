import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { inflateSync } from 'node:zlib';
import { findPython } from '../../../scripts/lab/python.ts';
import { finish } from '../../../src/engine/core/steps.ts';
import { tensorOf } from '../../../src/engine/core/tensor.ts';
import { planeAt, planeView } from '../../../src/engine/views/plane.ts';
import { heatmapImage } from '../../../src/report/picture/heatmapImage.ts';
import { pngOf, type RgbImage } from '../../../src/report/picture/pngImage.ts';
import { signedScale } from '../../../src/colour/scale.ts';

/** Reads a PNG of 8-bit colours without interlacing as the standard says, with Node's zlib. */
function decoded(png: Uint8Array): RgbImage {
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength);
  const [width, height] = [view.getUint32(16), view.getUint32(20)];
  const parts: Uint8Array[] = [];
  for (let at = 8; at < png.length;) {
    const length = view.getUint32(at);
    const type = String.fromCharCode(...png.subarray(at + 4, at + 8));
    if (type === 'IDAT') parts.push(png.subarray(at + 8, at + 8 + length));
    at += 12 + length;
  }
  const lines = inflateSync(Buffer.concat(parts));
  const rgb = new Uint8Array(3 * width * height);
  const stride = 3 * width;
  assert.equal(lines.length, height * (stride + 1));
  for (let row = 0; row < height; row++) {
    // Filter 2 adds the byte above.
    assert.equal(lines[row * (stride + 1)], 2);
    for (let i = 0; i < stride; i++) {
      const above = row === 0 ? 0 : (rgb[(row - 1) * stride + i] as number);
      rgb[row * stride + i] = (lines[row * (stride + 1) + 1 + i] as number) + above;
    }
  }
  return { width, height, rgb };
}

const pixel = ({ width, rgb }: RgbImage, x: number, y: number): number[] => [
  ...rgb.subarray(3 * (y * width + x), 3 * (y * width + x) + 3),
];

const picture = (rows: number, columns: number, values: readonly number[], limit = 1): RgbImage =>
  finish(
    heatmapImage(
      planeView(tensorOf('float64', [rows, columns], values), planeAt([rows, columns], [])),
      signedScale(limit),
    ),
  );

describe('a PNG', () => {
  const image: RgbImage = {
    width: 3,
    height: 2,
    rgb: Uint8Array.from([255, 0, 0, 0, 255, 0, 0, 0, 255, 1, 2, 3, 250, 251, 252, 0, 0, 0]),
  };

  it('has the pixels of its image', () => {
    assert.deepEqual(decoded(pngOf(image)), image);
  });

  it('has the check sums that the standard asks for', function () {
    const python = findPython();
    if (!python.ok) return this.skip();
    // Python's zlib computes the CRC-32 of ISO 3309 and checks the Adler-32 of the data.
    const code = `
import sys, zlib, struct
data = sys.stdin.buffer.read()
assert data[:8] == b"\\x89PNG\\r\\n\\x1a\\n"
at, names = 8, []
while at < len(data):
    n, = struct.unpack(">I", data[at:at + 4])
    assert zlib.crc32(data[at + 4:at + 8 + n]) == struct.unpack(">I", data[at + 8 + n:at + 12 + n])[0]
    names.append(data[at + 4:at + 8].decode())
    if names[-1] == "IDAT": zlib.decompress(data[at + 8:at + 8 + n])
    at += 12 + n
print(names)`;
    const { status, stdout, stderr } = spawnSync(python.path, ['-c', code], { input: pngOf(image), encoding: 'utf8' });
    assert.equal(status, 0, stderr);
    assert.equal(stdout.trim(), "['IHDR', 'IDAT', 'IEND']");
  });
});

describe('a picture of a matrix', () => {
  it('shows each cell as a square: blue below zero, white at zero, red above', () => {
    const image = picture(2, 2, [-1, 0, 1, 0.5]);
    assert.deepEqual([image.width, image.height], [384, 384]);
    // The ends and the middle of ColorBrewer's RdBu, from https://colorbrewer2.org.
    assert.deepEqual(pixel(image, 0, 0), [5, 48, 97]);
    assert.deepEqual(pixel(image, 383, 0), [247, 247, 247]);
    assert.deepEqual(pixel(image, 191, 383), [103, 0, 31]);
    assert.deepEqual(pixel(image, 191, 191), [5, 48, 97]);
    assert.deepEqual(pixel(image, 192, 192), pixel(image, 383, 383));
  });

  it('shows means where its cells are smaller than a pixel, and blackens a pixel with a NaN', () => {
    const [rows, columns] = [768, 768];
    // Two by two cells a pixel: their mean is 0 everywhere but around the NaN.
    const values = Array.from({ length: rows * columns }, (_, i): number => ((i % columns) % 2 === 0 ? 1 : -1));
    values[2 * columns + 6] = NaN;
    const image = picture(rows, columns, values);
    assert.deepEqual([image.width, image.height], [384, 384]);
    assert.deepEqual(pixel(image, 0, 0), [247, 247, 247]);
    assert.deepEqual(pixel(image, 3, 1), [17, 17, 17]);
    assert.deepEqual(pixel(image, 4, 1), [247, 247, 247]);
  });

  it('stays visible however elongated the matrix is', () => {
    const image = picture(
      1,
      4000,
      Array.from({ length: 4000 }, () => 1),
    );
    assert.deepEqual([image.width, image.height], [384, 8]);
    const tall = picture(
      4000,
      20,
      Array.from({ length: 80_000 }, () => 1),
    );
    assert.deepEqual([tall.width, tall.height], [8, 384]);
  });

  it('is the same on every run', () => {
    const values = Array.from({ length: 35 }, (_, i) => Math.sin(i));
    assert.deepEqual(pngOf(picture(5, 7, values)), pngOf(picture(5, 7, values)));
  });
});
