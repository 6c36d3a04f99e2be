import { messageOf } from '../../engine/core/messageOf.ts';
import { ZipReader } from '@zip.js/zip.js/lib/zip-core-reader.js';
import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import type { ByteSource } from '../common/byteSource.ts';
import { SourceFailure, SourceReader } from './sourceReader.ts';
import { type DirectoryEntry, type ZipMember, zipMemberOf } from './zipMember.ts';

/** The files of a ZIP archive by their paths, in the order of the archive's directory. Folders are not included. */
export type ZipArchive = ReadonlyMap<string, ZipMember>;

/** The most files that an archive may have. A longer directory takes seconds to read. */
const maxMembers = 20_000;

/** Number of bytes of a local file header, without the file name and the extra field. */
const localHeader = 30;

/**
 * The parts of the library's entries that are used here. The library's own types cannot be used because they refer to
 * the DOM.
 */
interface LibraryEntry {
  readonly filename: string;
  readonly rawFilename: Uint8Array;
  readonly directory: boolean;
  readonly encrypted: boolean;
  readonly compressionMethod: number;
  readonly crc32: number;
  readonly offset: number;
  readonly compressedSize: number;
  readonly uncompressedSize: number;
  readonly localDirectory?: { readonly dataOffset?: number };
  getData?(writer: undefined, options: object): Promise<unknown>;
}

/**
 * Reads the directory of a ZIP or ZIP64 archive. Refuses an archive that is cut off, that has two files of the same
 * name, or whose files overlap.
 */
export async function openArchive(source: ByteSource): Promise<Result<ZipArchive>> {
  const { name } = source;
  const reader = new SourceReader(source);
  // Any name is accepted, because names are never used as paths on this machine.
  const zip = new ZipReader(reader, { filenameValidation: 'tolerant' } as never);
  const entries: LibraryEntry[] = [];
  try {
    for await (const entry of zip.getEntriesGenerator() as AsyncIterable<LibraryEntry>) {
      if (entries.length === maxMembers) {
        return refuse('file', `${name} has more than ${maxMembers} members.`);
      }
      entries.push(entry);
    }
  } catch (error) {
    return failure(error, (why) => `${name} is not a complete ZIP archive (${why}).`);
  }
  const shared = sharedBytes(entries);
  if (shared !== null) return refuse('file', `${name} has members that share bytes: ${shared}.`);
  const members = new Map<string, ZipMember>();
  for (const entry of entries) {
    if (entry.directory) continue;
    const path = entry.filename;
    if (members.has(path)) {
      return refuse('file', `${name} has two members named ${JSON.stringify(path)}.`);
    }
    members.set(path, zipMemberOf(source, described(entry, reader, name)));
  }
  return ok(members);
}

function described(entry: LibraryEntry, reader: SourceReader, name: string): DirectoryEntry {
  return {
    path: entry.filename,
    size: entry.uncompressedSize,
    compressedSize: entry.compressedSize,
    method: entry.compressionMethod,
    encrypted: entry.encrypted,
    crc: entry.crc32,
    locate: async () => {
      reader.renew();
      try {
        // Reads only the local header and checks that it agrees with the directory.
        await entry.getData?.(undefined, { checkOverlappingEntryOnly: true, useWebWorkers: false });
      } catch (error) {
        return failure(error, (why) => `${entry.filename} in ${name} cannot be found (${why}).`);
      }
      const place = entry.localDirectory?.dataOffset;
      return place === undefined ? refuse('file', `${entry.filename} in ${name} has no local header.`) : ok(place);
    },
  };
}

/** Returns two files that overlap according to the directory, or null if none do. */
function sharedBytes(entries: readonly LibraryEntry[]): string | null {
  const sorted = [...entries].sort((a, b) => a.offset - b.offset);
  for (const [i, { filename, offset, rawFilename, compressedSize }] of sorted.entries()) {
    const next = sorted[i + 1];
    const end = offset + localHeader + rawFilename.length + compressedSize;
    if (next !== undefined && end > next.offset) return `${filename} and ${next.filename}`;
  }
  return null;
}

/** Turns anything that the library throws into a refusal, because an invalid archive may have caused it. */
function failure(error: unknown, sentence: (why: string) => string): Result<never> {
  if (error instanceof SourceFailure) return { ok: false, refusal: error.refusal };
  return refuse('file', sentence(messageOf(error)));
}
