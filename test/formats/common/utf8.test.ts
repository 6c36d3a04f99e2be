import assert from 'node:assert/strict';
import fc from 'fast-check';
import { decodeUtf8 } from '../../../src/formats/common/utf8.ts';

/** What the platform's strict decoder says of them. */
function expected(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

describe('UTF-8', () => {
  it('is decoded as the platform decodes it, long texts too', () => {
    const long = fc.nat(20_000).map((length) => '𝄞a'.repeat(length / 3) + 'ö'.repeat(length));
    const texts = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), long);
    fc.assert(
      fc.property(texts, (text) => {
        const bytes = new TextEncoder().encode(text);
        assert.equal(decodeUtf8(bytes), expected(bytes));
      }),
      { numRuns: 300 },
    );
  });

  it('is refused where the platform refuses it', () => {
    const heads = fc.constantFrom(0x7f, 0x80, 0xbf, 0xc0, 0xc2, 0xe0, 0xed, 0xef, 0xf0, 0xf4, 0xf5);
    const tails = fc.array(fc.constantFrom(0x41, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xff), {
      maxLength: 4,
    });
    fc.assert(
      fc.property(heads, tails, (head, tail) => {
        const bytes = Uint8Array.of(head, ...tail);
        assert.equal(decodeUtf8(bytes), expected(bytes), String(bytes));
      }),
      { numRuns: 3000 },
    );
  });
});
