const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Returns the text of UTF-8 bytes (RFC 3629), a byte order mark included, or null if the bytes are malformed: a byte
 * that starts no character, a character that is cut off or spelled longer than necessary, a surrogate, or a code point
 * beyond U+10FFFF.
 */
export function decodeUtf8(bytes: Uint8Array): string | null {
  try {
    return decoder.decode(bytes);
  } catch {
    return null;
  }
}
