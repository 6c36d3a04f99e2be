import { zlibSync } from 'fflate/browser';
import { crcOfBytes } from '../../formats/zip/crc.ts';

/** An image of opaque pixels: red, green and blue bytes, row-major. */
export interface RgbImage {
  readonly width: number;
  readonly height: number;
  readonly rgb: Uint8Array;
}

const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** Colour type 2 of PNG: red, green and blue, without alpha. */
const trueColour = 2;
/** Filter type 2 of PNG: a byte minus the byte above it. Rows of enlarged cells repeat, so that most bytes become 0. */
const up = 2;

/** Encodes an image as a PNG file (ISO/IEC 15948). The same image gives the same bytes on every machine. */
export function pngOf({ width, height, rgb }: RgbImage): Uint8Array<ArrayBuffer> {
  const lines = zlibSync(filtered(width, height, rgb), { level: 9 });
  return pngFile({ width, height, colourType: trueColour }, [['IDAT', lines]]);
}

/** The header of a PNG file with 8 bits a sample, not interlaced. */
export interface PngHeader {
  readonly width: number;
  readonly height: number;
  /** The standard's number: 2 for red, green and blue, 3 for indices into a palette. */
  readonly colourType: 2 | 3;
}

/** A chunk of a PNG file: its type, such as "IDAT", and its data. */
export type PngChunk = readonly [type: string, data: Uint8Array];

/** Writes a PNG file of a header and the chunks between it and the end. */
export function pngFile(
  { width, height, colourType }: PngHeader,
  chunks: readonly PngChunk[],
): Uint8Array<ArrayBuffer> {
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  header.set([8, colourType, 0, 0, 0], 8);
  const parts = [['IHDR', header] as const, ...chunks, ['IEND', new Uint8Array(0)] as const].map(chunkOf);
  const file = new Uint8Array(signature.length + parts.reduce((total, { length }) => total + length, 0));
  file.set(signature);
  let at = signature.length;
  for (const part of parts) {
    file.set(part, at);
    at += part.length;
  }
  return file;
}

function filtered(width: number, height: number, rgb: Uint8Array): Uint8Array {
  const stride = 3 * width;
  const lines = new Uint8Array(height * (stride + 1));
  for (let row = 0; row < height; row++) {
    const [to, from] = [row * (stride + 1), row * stride];
    lines[to] = up;
    for (let i = 0; i < stride; i++) {
      const above = row === 0 ? 0 : (rgb[from + i - stride] as number);
      lines[to + 1 + i] = (rgb[from + i] as number) - above;
    }
  }
  return lines;
}

function chunkOf([type, data]: PngChunk): Uint8Array {
  const chunk = new Uint8Array(12 + data.length);
  const view = new DataView(chunk.buffer);
  view.setUint32(0, data.length);
  for (let i = 0; i < 4; i++) chunk[4 + i] = type.charCodeAt(i);
  chunk.set(data, 8);
  view.setUint32(8 + data.length, crcOfBytes(chunk.subarray(4, 8 + data.length)));
  return chunk;
}
