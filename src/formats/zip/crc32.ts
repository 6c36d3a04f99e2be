/** The remainders of every byte, of the reversed polynomial of ISO 3309 (ZIP's APPNOTE, 4.4.7). */
const remainders = Uint32Array.from({ length: 256 }, (_, byte) => {
  let remainder = byte;
  for (let bit = 0; bit < 8; bit++) {
    remainder = remainder & 1 ? (remainder >>> 1) ^ 0xedb88320 : remainder >>> 1;
  }
  return remainder;
});

/** The CRC-32 that ZIP keeps of a member's bytes. */
export function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc = (crc >>> 8) ^ (remainders[(crc ^ byte) & 0xff] as number);
  }
  return ~crc >>> 0;
}
