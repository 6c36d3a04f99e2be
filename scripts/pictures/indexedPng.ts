import { deflateSync, inflateSync } from 'node:zlib';
import { pngFile } from '../../src/report/picture/pngImage.ts';

/** Colour type 3 of PNG: indices into a palette. */
const indexed = 3;

/**
 * Returns a PNG of at most 256 colours, about a third of the size of a screenshot's: the most frequent colours stay, and
 * each of the others becomes the nearest of them. `png` has 8 bits a channel, RGB, and is not interlaced.
 */
export function indexedPng(png: Buffer): Uint8Array {
  const { width, height, pixels } = decode(png);
  const counts = new Map<number, number>();
  for (const colour of pixels) counts.set(colour, (counts.get(colour) ?? 0) + 1);
  const palette = [...counts].sort(([, a], [, b]) => b - a).map(([colour]) => colour);
  palette.length = Math.min(palette.length, 256);
  const places = new Map(palette.map((colour, i) => [colour, i]));
  const rows = Buffer.alloc(height * (width + 1));
  for (let i = 0; i < pixels.length; i++) {
    const colour = pixels[i] ?? 0;
    let place = places.get(colour);
    if (place === undefined) places.set(colour, (place = nearest(palette, colour)));
    rows[i + Math.floor(i / width) + 1] = place;
  }
  const colours = Buffer.from(palette.flatMap((colour) => [colour >> 16, (colour >> 8) & 255, colour & 255]));
  return pngFile({ width, height, colourType: indexed }, [
    ['PLTE', colours],
    ['IDAT', deflateSync(rows, { level: 9 })],
  ]);
}

/** Returns the index of the colour with the smallest squared distance in RGB. */
function nearest(palette: readonly number[], colour: number): number {
  let best = 0;
  let least = Infinity;
  for (const [i, other] of palette.entries()) {
    const distance = [16, 8, 0].reduce(
      (sum, shift) => sum + (((colour >> shift) & 255) - ((other >> shift) & 255)) ** 2,
      0,
    );
    if (distance < least) [best, least] = [i, distance];
  }
  return best;
}

/** Returns the pixels, row by row, as 0xRRGGBB. */
function decode(png: Buffer): { readonly width: number; readonly height: number; readonly pixels: Uint32Array } {
  const parts: Buffer[] = [];
  for (let at = 8; at < png.length;) {
    const length = png.readUInt32BE(at);
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT') parts.push(png.subarray(at + 8, at + 8 + length));
    at += length + 12;
  }
  const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
  if (png[24] !== 8 || png[25] !== 2 || png[28] !== 0) throw new Error('The PNG is not 8-bit RGB without interlacing.');
  const bytes = inflateSync(Buffer.concat(parts));
  const stride = width * 3;
  const pixels = new Uint32Array(width * height);
  let above = new Uint8Array(stride);
  for (let y = 0; y < height; y++) {
    const start = y * (stride + 1);
    const filter = bytes[start] ?? 0;
    const row = new Uint8Array(stride);
    for (let i = 0; i < stride; i++) {
      const left = row[i - 3] ?? 0;
      const up = above[i] ?? 0;
      row[i] = (bytes[start + 1 + i] ?? 0) + predicted(filter, left, up, above[i - 3] ?? 0);
    }
    for (let x = 0; x < width; x++) {
      const [r = 0, g = 0, b = 0] = row.subarray(x * 3, x * 3 + 3);
      pixels[y * width + x] = (r << 16) | (g << 8) | b;
    }
    above = row;
  }
  return { width, height, pixels };
}

/** Returns what a row's filter adds to a byte (PNG specification, section 9.2). */
function predicted(filter: number, left: number, up: number, corner: number): number {
  switch (filter) {
    case 0:
      return 0;
    case 1:
      return left;
    case 2:
      return up;
    case 3:
      return Math.floor((left + up) / 2);
    default: {
      const guess = left + up - corner;
      const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
      return a <= b && a <= c ? left : b <= c ? up : corner;
    }
  }
}
