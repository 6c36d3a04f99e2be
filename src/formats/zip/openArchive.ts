import { messageOf } from '../../engine/core/messageOf.ts';
import { ZipReader } from '@zip.js/zip.js/lib/zip-core-reader.js';
import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import type { ByteSource } from '../common/byteSource.ts';
import { SourceFailure, SourceReader } from './sourceReader.ts';
import { type DirectoryEntry, type ZipMember, zipMemberOf } from './zipMember.ts';

/** The files of a ZIP archive by their paths, in the directory's order; folders are none. */
export type ZipArchive = ReadonlyMap<string, ZipMember>;

/** No archive of tensors has more members; a longer directory takes seconds to read. */
const mostMembers = 20_000;

/** Bytes of a local header without its names. */
const localHeader = 30;

/** What is used of the library's entries, whose own types name the DOM's. */
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
 * Reads the directory of a ZIP archive, ZIP64 or not. Refused are archives that are cut off, that name
 * a member twice, or whose members share bytes.
 */
export async function openArchive(source: ByteSource): Promise<Result<ZipArchive>> {
  const { name } = source;
  const reader = new SourceReader(source);
  // Its names are never paths of this machine, so they may be anything.
  const zip = new ZipReader(reader, { filenameValidation: 'tolerant' } as never);
  const entries: LibraryEntry[] = [];
  try {
    for await (const entry of zip.getEntriesGenerator() as AsyncIterable<LibraryEntry>) {
      if (entries.length === mostMembers) {
        return refuse('file', `${name} has more than ${mostMembers} members.`);
      }
      entries.push(entry);
    }
  } catch (error) {
    return failure(error, (why) => `${name} is no whole ZIP archive, or cut off (${why}).`);
  }
  const shared = sharedBytes(entries);
  if (shared !== null) return refuse('file', `${name} has members that share bytes: ${shared}.`);
  const members = new Map<string, ZipMember>();
  for (const entry of entries) {
    if (entry.directory) continue;
    const path = entry.filename;
    if (members.has(path)) {
      return refuse('file', `${name} has two members of the name ${JSON.stringify(path)}.`);
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
        // Reads the local header and compares it with the directory, without the data.
        await entry.getData?.(undefined, { checkOverlappingEntryOnly: true, useWebWorkers: false });
      } catch (error) {
        return failure(error, (why) => `${entry.filename} in ${name} cannot be found (${why}).`);
      }
      const place = entry.localDirectory?.dataOffset;
      return place === undefined ? refuse('file', `${entry.filename} in ${name} has no local header.`) : ok(place);
    },
  };
}

/** A pair of members that lie over each other, as far as the directory shows. */
function sharedBytes(entries: readonly LibraryEntry[]): string | null {
  const sorted = [...entries].sort((a, b) => a.offset - b.offset);
  for (const [i, { filename, offset, rawFilename, compressedSize }] of sorted.entries()) {
    const next = sorted[i + 1];
    const end = offset + localHeader + rawFilename.length + compressedSize;
    if (next !== undefined && end > next.offset) return `${filename} and ${next.filename}`;
  }
  return null;
}

/** Whatever the library throws, an untrusted archive made it. */
function failure(error: unknown, sentence: (why: string) => string): Result<never> {
  if (error instanceof SourceFailure) return { ok: false, refusal: error.refusal };
  return refuse('file', sentence(messageOf(error)));
}
