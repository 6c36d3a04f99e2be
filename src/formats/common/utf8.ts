const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Decodes UTF-8 (RFC 3629), including a byte order mark. Returns null if the bytes are malformed: a byte that starts no
 * character, a character that is cut off or longer than necessary, a surrogate, or a code point beyond U+10FFFF.
 */
export function decodeUtf8(bytes: Uint8Array): string | null {
  try {
    return decoder.decode(bytes);
  } catch {
    return null;
  }
}
