import { crc32, deflateRawSync } from 'node:zlib';

/** A member to write into an archive, by default a valid one. */
export interface Member {
  readonly path: string;
  readonly data: Uint8Array;
  readonly deflated?: boolean;
  /** False values for its headers. */
  readonly size?: number;
  readonly crc?: number;
  readonly method?: number;
  readonly flags?: number;
  /** Index of the member whose local header it shares; both members then have the same bytes. */
  readonly at?: number;
}

/** Makes a ZIP archive of these members, by APPNOTE.TXT 4.3. */
export function archiveOf(members: readonly Member[]): Uint8Array<ArrayBuffer> {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  const offsets: number[] = [];
  let offset = 0;
  for (const { path, data, deflated = false, at, ...claims } of members) {
    const name = Buffer.from(path);
    const stored = deflated ? deflateRawSync(data) : data;
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(claims.flags ?? 0, 2);
    common.writeUInt16LE(claims.method ?? (deflated ? 8 : 0), 4);
    common.writeUInt32LE(claims.crc ?? crc32(data), 10);
    common.writeUInt32LE(stored.length, 14);
    common.writeUInt32LE(claims.size ?? data.length, 18);
    common.writeUInt16LE(name.length, 22);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(at === undefined ? offset : (offsets[at] as number), 10);
    directory.push(Buffer.from('PK\x01\x02\x14\0'), common, tail, name);
    offsets.push(offset);
    if (at !== undefined) continue;
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), common, name, stored]);
    locals.push(local);
    offset += local.length;
  }
  const length = directory.reduce((sum, part) => sum + part.length, 0);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  const count = Math.min(0xffff, members.length);
  end.writeUInt16LE(count, 8);
  end.writeUInt16LE(count, 10);
  end.writeUInt32LE(length, 12);
  end.writeUInt32LE(offset, 16);
  const records = count < 0xffff ? [] : zip64Records(members.length, length, offset);
  return Uint8Array.from(Buffer.concat([...locals, ...directory, ...records, end]));
}

/** Returns the ZIP64 end of a directory, and the locator that leads to it (4.3.14 and 4.3.15). */
function zip64Records(count: number, length: number, offset: number): readonly Buffer[] {
  const record = Buffer.alloc(56);
  record.write('PK\x06\x06', 'latin1');
  record.writeBigUInt64LE(44n, 4);
  for (const [i, value] of [count, count, length, offset].entries()) record.writeBigUInt64LE(BigInt(value), 24 + 8 * i);
  const locator = Buffer.alloc(20);
  locator.write('PK\x06\x07', 'latin1');
  locator.writeBigUInt64LE(BigInt(offset + length), 8);
  locator.writeUInt32LE(1, 16);
  return [record, locator];
}
