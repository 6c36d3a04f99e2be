/**
 * The bytes of a text of two hexadecimal digits each, in lower case: this room has nothing of the platform's that
 * decodes. A first run waits for it, so it reads codes: strings and calls for each digit would take several times as long.
 */
export function decodeHex(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length / 2);
  for (let i = 0; i < bytes.length; i++) {
    const upper = text.charCodeAt(2 * i);
    const lower = text.charCodeAt(2 * i + 1);
    // The low four bits of a code are 0 … 9, or of a letter, whose code alone is above 63, 1 … 6.
    bytes[i] = 16 * ((upper & 15) + 9 * (upper >> 6)) + (lower & 15) + 9 * (lower >> 6);
  }
  return bytes;
}
