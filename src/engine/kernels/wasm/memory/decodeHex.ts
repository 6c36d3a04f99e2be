/** Newer platforms decode by themselves, and at once. */
const platform = Uint8Array as { readonly fromHex?: (text: string) => Uint8Array };

/**
 * The bytes of a text of two hexadecimal digits each, in lower case. A first run waits for it, so where the platform
 * cannot do it codes are read: strings and calls for each digit would take several times as long.
 */
export function decodeHex(text: string): Uint8Array {
  if (platform.fromHex !== undefined) return platform.fromHex(text);
  const bytes = new Uint8Array(text.length / 2);
  for (let i = 0, at = 0; i < bytes.length; i++, at += 2) {
    const upper = text.charCodeAt(at);
    const lower = text.charCodeAt(at + 1);
    // The low four bits of a code are 0 … 9, or of a letter, whose code alone is above 63, 1 … 6.
    bytes[i] = 16 * ((upper & 15) + 9 * (upper >> 6)) + (lower & 15) + 9 * (lower >> 6);
  }
  return bytes;
}
