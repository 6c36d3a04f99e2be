/** Code units that are made into text at once: a call takes only so many arguments. */
const portion = 8192;

/**
 * The text of UTF-8 bytes (RFC 3629); null where they are none: a byte that starts no character, one that
 * is cut off, a longer spelling than necessary, a surrogate, or beyond U+10FFFF.
 */
export function decodeUtf8(bytes: Uint8Array): string | null {
  let text = '';
  const units = new Uint16Array(Math.min(portion, bytes.length) + 2);
  let held = 0;
  for (let at = 0; at < bytes.length;) {
    // Most text is ASCII.
    const most = Math.min(bytes.length, at + portion - held);
    while (at < most && (bytes[at] as number) < 0x80) units[held++] = bytes[at++] as number;
    if (held >= portion - 1) {
      text += textOf(units.subarray(0, held));
      held = 0;
    }
    if (at === bytes.length) break;
    const first = bytes[at] as number;
    const length = lengthOf(first);
    if (length === 0 || at + length > bytes.length) return null;
    let point = length === 1 ? first : first & (0xff >> (length + 1));
    for (let i = 1; i < length; i++) {
      const next = bytes[at + i] as number;
      if ((next & 0xc0) !== 0x80) return null;
      point = (point << 6) | (next & 0x3f);
    }
    if (point < (smallest[length] as number) || point > 0x10ffff) return null;
    if (point >= 0xd800 && point < 0xe000) return null;
    if (point < 0x10000) units[held++] = point;
    else {
      units[held++] = 0xd7c0 + (point >> 10);
      units[held++] = 0xdc00 + (point & 0x3ff);
    }
    at += length;
  }
  return text + textOf(units.subarray(0, held));
}

/** `apply` takes whatever has a length: much faster than spreading. */
function textOf(units: Uint16Array): string {
  return String.fromCharCode.apply(null, units as unknown as number[]);
}

/** The smallest code point that needs so many bytes. */
const smallest: readonly number[] = [0, 0, 0x80, 0x800, 0x10000];

/** Bytes of the character that starts with this one; 0 where none does. */
function lengthOf(first: number): number {
  if (first < 0x80) return 1;
  if (first < 0xc0) return 0;
  if (first < 0xe0) return 2;
  if (first < 0xf0) return 3;
  return first < 0xf8 ? 4 : 0;
}
