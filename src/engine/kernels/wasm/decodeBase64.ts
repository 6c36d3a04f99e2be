const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/**
 * The bytes of a base64 text (RFC 4648) that is known to be one: this room has no `atob`. Four
 * letters at a time and by their codes, because a first run waits for it: a string and an
 * iterator's result for each letter take as long as all the rest of that run.
 */
export function decodeBase64(text: string): Uint8Array {
  const values = new Uint8Array(128);
  for (let value = 0; value < alphabet.length; value++) values[alphabet.charCodeAt(value)] = value;
  const end = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  const bytes = new Uint8Array((text.length / 4) * 3 - end);
  for (let from = 0, at = 0; from < text.length; from += 4, at += 3) {
    const bits =
      ((values[text.charCodeAt(from)] as number) << 18) |
      ((values[text.charCodeAt(from + 1)] as number) << 12) |
      ((values[text.charCodeAt(from + 2)] as number) << 6) |
      (values[text.charCodeAt(from + 3)] as number);
    // What the padding makes lies behind the end, where an array of bytes takes nothing.
    bytes[at] = bits >>> 16;
    bytes[at + 1] = bits >>> 8;
    bytes[at + 2] = bits;
  }
  return bytes;
}
