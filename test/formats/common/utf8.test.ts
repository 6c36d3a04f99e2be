import assert from 'node:assert/strict';
import fc from 'fast-check';
import { decodeUtf8 } from '../../../src/formats/common/utf8.ts';

/** Examples and boundaries of RFC 3629, sections 3, 4 and 7. */
const wellFormed: readonly (readonly [bytes: readonly number[], text: string])[] = [
  [[], ''],
  [[0x41, 0xe2, 0x89, 0xa2, 0xce, 0x91, 0x2e], 'A≢Α.'],
  [[0xf0, 0xa3, 0x8e, 0xb4], '𣎴'],
  [[0x00, 0x7f], '\u0000\u007f'],
  [[0xc2, 0x80, 0xdf, 0xbf], '\u0080\u07ff'],
  [[0xe0, 0xa0, 0x80, 0xed, 0x9f, 0xbf, 0xee, 0x80, 0x80, 0xef, 0xbf, 0xbf], '\u0800\ud7ff\ue000\uffff'],
  [[0xf0, 0x90, 0x80, 0x80, 0xf4, 0x8f, 0xbf, 0xbf], '\u{10000}\u{10ffff}'],
  [[0xef, 0xbb, 0xbf, 0x7b], '\ufeff{'],
];

const malformed: readonly (readonly [what: string, bytes: readonly number[]])[] = [
  ['a continuation byte at the start', [0x80]],
  ['a byte that never occurs', [0xff]],
  ['a character that is cut off', [0x41, 0xe2, 0x89]],
  ['a character that ends early', [0xe2, 0x89, 0x41]],
  ['2 bytes for U+0000', [0xc0, 0x80]],
  ['3 bytes for U+07FF', [0xe0, 0x9f, 0xbf]],
  ['4 bytes for U+FFFF', [0xf0, 0x8f, 0xbf, 0xbf]],
  ['a surrogate', [0xed, 0xa0, 0x80]],
  ['a code point beyond U+10FFFF', [0xf4, 0x90, 0x80, 0x80]],
  ['a head of 5 bytes', [0xf8, 0x88, 0x80, 0x80, 0x80]],
];

describe('decodeUtf8', () => {
  for (const [bytes, text] of wellFormed) {
    it(`reads ${JSON.stringify(text)}`, () => assert.equal(decodeUtf8(Uint8Array.from(bytes)), text));
  }

  for (const [what, bytes] of malformed) {
    it(`returns null for ${what}`, () => assert.equal(decodeUtf8(Uint8Array.from(bytes)), null));
  }

  it('round-trips every text, also a long one', () => {
    const long = fc.nat(20_000).map((length) => '𝄞a'.repeat(length / 3) + 'ö'.repeat(length));
    const texts = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), long);
    fc.assert(
      fc.property(texts, (text) => {
        assert.equal(decodeUtf8(new TextEncoder().encode(text)), text);
      }),
      { numRuns: 300 },
    );
  });
});
