const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** The bytes of a base64 text (RFC 4648) that is known to be one: this room has no `atob`. */
export function decodeBase64(text: string): Uint8Array {
  const values = new Map(Array.from(alphabet, (letter, value) => [letter, value]));
  const end = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  const bytes = new Uint8Array((text.length / 4) * 3 - end);
  let at = 0;
  let bits = 0;
  let held = 0;
  for (const letter of text) {
    bits = (bits << 6) | (values.get(letter) ?? 0);
    held += 6;
    if (held < 8) continue;
    held -= 8;
    bytes[at++] = bits >>> held;
  }
  return bytes;
}
