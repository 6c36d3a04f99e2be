import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import type { ByteSource } from '../common/byteSource.ts';
import { decodeUtf8 } from '../common/utf8.ts';
import { cp437Text } from './cp437.ts';

/** A file as a ZIP archive's directory describes it (APPNOTE.TXT 4.3.12). */
export interface ListedFile {
  readonly path: string;
  /** The path as the archive writes it. */
  readonly rawPath: Uint8Array;
  readonly method: number;
  readonly encrypted: boolean;
  readonly crc: number;
  readonly size: number;
  readonly compressedSize: number;
  /** The byte of the archive at which its local header begins. */
  readonly offset: number;
}

/** The most files that an archive may have, folders included. */
export const maxMembers = 1_000_000;

/** The longest directory that is read, in bytes. */
const maxDirectory = 1 << 28;

const endBytes = 22;
const maxComment = 0xffff;
const end64Bytes = 56;
const locatorBytes = 20;
const entryBytes = 46;
const signatures = { entry: 0x02014b50, end: 0x06054b50, end64: 0x06064b50, locator: 0x07064b50 } as const;

/**
 * Reads the directory of a ZIP or ZIP64 archive: the files in it, in its order, without folders. zip.js takes seconds
 * for the directory of 100,000 files, this takes a tenth of one. Bytes in front of the archive are allowed, as Python
 * allows them, and counted.
 */
export async function readZipDirectory(
  source: ByteSource,
): Promise<Result<{ readonly files: readonly ListedFile[]; readonly bytesBefore: number }>> {
  const place = await findDirectory(source);
  if (!place.ok) return place;
  const { from, length, count, shift } = place.value;
  if (count > maxMembers || length > maxDirectory || count * entryBytes > length) {
    return incomplete(
      source,
      `its directory claims ${count} members in ${length} bytes; at most ${maxMembers} can be read`,
    );
  }
  const bytes = await source.read(from, length);
  if (!bytes.ok) return bytes;
  const view = new DataView(bytes.value);
  const files: ListedFile[] = [];
  let at = 0;
  for (let i = 0; i < count; i++) {
    if (at + entryBytes > length || view.getUint32(at, true) !== signatures.entry) {
      return incomplete(source, `entry ${i + 1} of its directory is missing`);
    }
    const next = at + entryBytes + tailBytes(view, at);
    if (next > length) return incomplete(source, `entry ${i + 1} of its directory is cut off`);
    const file = fileAt(view, at, shift);
    if (file === null || file.offset < 0) return incomplete(source, `entry ${i + 1} of its directory is invalid`);
    if (!file.path.endsWith('/')) files.push(file);
    at = next;
  }
  return ok({ files, bytesBefore: shift });
}

/** Where the directory is, and how many bytes stand in front of the archive. */
interface DirectoryPlace {
  readonly from: number;
  readonly length: number;
  readonly count: number;
  readonly shift: number;
}

async function findDirectory(source: ByteSource): Promise<Result<DirectoryPlace>> {
  const tailFrom = Math.max(0, source.size - endBytes - maxComment);
  const tail = await source.read(tailFrom, source.size - tailFrom);
  if (!tail.ok) return tail;
  const view = new DataView(tail.value);
  const at = endIn(view);
  if (at === null) return incomplete(source, 'its directory is missing');
  const end = tailFrom + at;
  // PyTorch writes the ZIP64 records also where they are not needed.
  const place = await findDirectory64(source, end);
  if (place !== null) return place;
  return placed(
    source,
    end,
    view.getUint16(at + 10, true),
    view.getUint32(at + 12, true),
    view.getUint32(at + 16, true),
  );
}

/** Reads the ZIP64 records before the end record; null if there are none. */
async function findDirectory64(source: ByteSource, end: number): Promise<Result<DirectoryPlace> | null> {
  if (end < locatorBytes + end64Bytes) return null;
  const locator = await source.read(end - locatorBytes, locatorBytes);
  if (!locator.ok) return locator;
  const found = new DataView(locator.value);
  if (found.getUint32(0, true) !== signatures.locator) return null;
  // Bytes in front of the archive shift the record, which otherwise stands right before its locator.
  const stated = Number(found.getBigUint64(8, true));
  for (const from of [stated, end - locatorBytes - end64Bytes]) {
    if (from + end64Bytes > end - locatorBytes) continue;
    const record = await source.read(from, end64Bytes);
    if (!record.ok) return record;
    const view = new DataView(record.value);
    if (view.getUint32(0, true) !== signatures.end64) continue;
    const [count, length, offset] = [32, 40, 48].map((i) => Number(view.getBigUint64(i, true)));
    return placed(source, from, count as number, length as number, offset as number);
  }
  return incomplete(source, 'its ZIP64 directory is missing');
}

function placed(
  source: ByteSource,
  end: number,
  count: number,
  length: number,
  offset: number,
): Result<DirectoryPlace> {
  const from = end - length;
  const shift = from - offset;
  return from >= 0 && shift >= 0
    ? ok({ from, length, count, shift })
    : incomplete(source, `its directory of ${length} bytes is not where it says`);
}

/**
 * Finds the last end record whose comment reaches to the end of the file; otherwise the last one, after which other bytes
 * were appended, as Python and PyTorch do.
 */
function endIn(view: DataView): number | null {
  let last: number | null = null;
  for (let at = view.byteLength - endBytes; at >= 0; at--) {
    if (view.getUint32(at, true) !== signatures.end) continue;
    const end = at + endBytes + view.getUint16(at + 20, true);
    if (end === view.byteLength) return at;
    if (end < view.byteLength) last ??= at;
  }
  return last;
}

/** Returns the bytes of an entry after its fixed part: path, extra fields, comment. */
function tailBytes(view: DataView, at: number): number {
  return view.getUint16(at + 28, true) + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
}

function fileAt(view: DataView, at: number, shift: number): ListedFile | null {
  const flags = view.getUint16(at + 8, true);
  const pathBytes = view.getUint16(at + 28, true);
  const raw = new Uint8Array(view.buffer, at + entryBytes, pathBytes);
  const sizes = sizesAt(view, at, at + entryBytes + pathBytes);
  if (sizes === null) return null;
  return {
    path: ((flags & 0x800) === 0 ? null : decodeUtf8(raw)) ?? cp437Text(raw),
    rawPath: raw,
    method: view.getUint16(at + 10, true),
    encrypted: (flags & 1) !== 0,
    crc: view.getUint32(at + 16, true),
    ...sizes,
    offset: sizes.offset + shift,
  };
}

/** Reads the sizes and the offset of an entry, which are in an extra field if they need 64 bits. Null if it is broken. */
function sizesAt(
  view: DataView,
  at: number,
  extra: number,
): Pick<ListedFile, 'size' | 'compressedSize' | 'offset'> | null {
  const values = [view.getUint32(at + 24, true), view.getUint32(at + 20, true), view.getUint32(at + 42, true)];
  if (values.includes(0xffffffff)) {
    const end = extra + view.getUint16(at + 30, true);
    let from = extra;
    while (from + 4 <= end && view.getUint16(from, true) !== 1) from += 4 + view.getUint16(from + 2, true);
    if (from + 4 > end) return null;
    const last = Math.min(end, from + 4 + view.getUint16(from + 2, true));
    let next = from + 4;
    for (const [i, value] of values.entries()) {
      if (value !== 0xffffffff) continue;
      if (next + 8 > last) return null;
      values[i] = Number(view.getBigUint64(next, true));
      next += 8;
    }
  }
  const [size = NaN, compressedSize = NaN, offset = NaN] = values;
  return values.every(Number.isSafeInteger) ? { size, compressedSize, offset } : null;
}

function incomplete({ name }: ByteSource, why: string): Result<never> {
  return refuse('file', `${name} is not a complete ZIP archive (${why}): copy or download it again.`);
}
