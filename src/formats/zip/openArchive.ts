import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import type { ByteSource } from '../common/byteSource.ts';
import { quoted } from '../common/quoted.ts';
import { smallReads } from './smallReads.ts';
import { type ListedFile, readZipDirectory } from './zipDirectory.ts';
import { type ZipMember, zipMemberOf } from './zipMember.ts';

/** The files of a ZIP archive by their paths, in the order of the archive's directory. Folders are not included. */
export interface ZipArchive extends ReadonlyMap<string, ZipMember> {
  /** Bytes of the file in front of the archive, such as another archive. */
  readonly bytesBefore: number;
}

class Members extends Map<string, ZipMember> implements ZipArchive {
  readonly bytesBefore: number;

  constructor(bytesBefore: number) {
    super();
    this.bytesBefore = bytesBefore;
  }
}

/** Number of bytes of a local file header, without the file name and the extra field. */
const localHeader = 30;
const localSignature = 0x04034b50;

/**
 * Reads the directory of a ZIP or ZIP64 archive. Refuses an archive that is cut off, that has two files of the same
 * name, or whose files overlap.
 */
export async function openArchive(source: ByteSource): Promise<Result<ZipArchive>> {
  const { name } = source;
  const directory = await readZipDirectory(source);
  if (!directory.ok) return directory;
  const { files, bytesBefore } = directory.value;
  const shared = sharedBytes(files);
  if (shared !== null) return refuse('file', `${name} has members that share bytes: ${shared}.`);
  const members = new Members(bytesBefore);
  const readStart = smallReads(source);
  for (const file of files) {
    if (members.has(file.path)) return refuse('file', `${name} has two members named ${quoted(file.path)}.`);
    members.set(file.path, zipMemberOf(source, { ...file, locate: (read) => locate(source, file, read), readStart }));
  }
  return ok(members);
}

/** Finds where the data of a file begins, after its local header. */
async function locate(
  { name, size }: ByteSource,
  { path, offset, rawPath, compressedSize }: ListedFile,
  read: ByteSource['read'],
): Promise<Result<number>> {
  const lost = (why: string): Result<never> => refuse('file', `${quoted(path)} in ${name} cannot be found (${why}).`);
  const headerEnd = offset + localHeader + rawPath.length;
  if (headerEnd > size) return lost('its place is beyond the end of the file');
  const bytes = await read(offset, headerEnd - offset);
  if (!bytes.ok) return bytes;
  const view = new DataView(bytes.value);
  if (view.getUint32(0, true) !== localSignature) return lost('no local header is there');
  const own = new Uint8Array(bytes.value, localHeader);
  if (view.getUint16(26, true) !== own.length || own.some((byte, i) => byte !== rawPath[i])) {
    return lost('its local header is that of another file');
  }
  const start = headerEnd + view.getUint16(28, true);
  return start + compressedSize > size ? lost('its data ends beyond the end of the file') : ok(start);
}

/** Returns two files that overlap according to the directory, or null if none do. */
function sharedBytes(files: readonly ListedFile[]): string | null {
  const sorted = [...files].sort((a, b) => a.offset - b.offset);
  for (const [i, { path, offset, rawPath, compressedSize }] of sorted.entries()) {
    const next = sorted[i + 1];
    const end = offset + localHeader + rawPath.length + compressedSize;
    if (next !== undefined && end > next.offset) return `${quoted(path)} and ${quoted(next.path)}`;
  }
  return null;
}
