import { type FileHandle, open, readdir, stat } from 'node:fs/promises';
import { dirname, isAbsolute, join } from 'node:path';
import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import { type Beside, type ByteSource, bufferSource } from '../../formats/common/byteSource.ts';
import { quoted } from '../../formats/common/quoted.ts';
import { contentOfFolder } from '../../formats/contentOfFolder.ts';
import { readBytes } from './readBytes.ts';
import { systemErrorText } from './systemError.ts';
import { refuseLarger } from './refuseLarger.ts';

/** The most bytes that are read at once. Node can read at most 2 GiB − 1 bytes at once. */
const longestRead = 2 ** 30;

/** Functions that open files for reading range by range. They work only while {@link withFileSources} runs. */
export interface FileSources {
  /**
   * Opens a file, or the file by which a folder of a checkpoint opens. If it is open already, returns the same source, because
   * a pipe can be read only once.
   */
  readonly open: (path: string) => Promise<Result<ByteSource>>;
  /** Returns a function that opens files relative to the folder of `path`, or to `path` if that is a folder. */
  readonly beside: (path: string) => Beside;
}

/**
 * Calls `use` with functions that open files, and closes all files afterwards. No range of more than `limit` bytes can
 * be read. A pipe or a device, which cannot be read range by range, is read whole; it is refused if it has more than
 * `limit` bytes.
 */
export async function withFileSources<T>(limit: number, use: (sources: FileSources) => Promise<T>): Promise<T> {
  const handles: FileHandle[] = [];
  const opened = new Map<string, Promise<Result<ByteSource>>>();
  const openOnce = (path: string): Promise<Result<ByteSource>> => {
    const source = opened.get(path) ?? openSource(path, limit, handles);
    opened.set(path, source);
    return source;
  };
  try {
    return await use({ open: openOnce, beside: (path) => besideOf(path, openOnce) });
  } finally {
    await Promise.all(handles.map((handle) => handle.close()));
  }
}

async function openSource(path: string, limit: number, handles: FileHandle[]): Promise<Result<ByteSource>> {
  try {
    const about = await stat(path);
    if (about.isDirectory()) return await openFolder(path, limit, handles);
    if (!about.isFile()) {
      const bytes = await readBytes(path, limit);
      return bytes.ok ? ok(bufferSource(bytes.value, path)) : bytes;
    }
    const handle = await open(path);
    handles.push(handle);
    const { size } = await handle.stat();
    return ok({
      name: path,
      size,
      read: async (from, length) => {
        const fits = refuseLarger(path, length, limit);
        return fits.ok ? await readRange(handle, path, from, length) : fits;
      },
    });
  } catch (error) {
    return refuse('file', `cannot read ${path}: ${systemErrorText(error)}`);
  }
}

/** Opens the file by which a folder opens. Refused if the folder is no checkpoint of one such file. */
async function openFolder(path: string, limit: number, handles: FileHandle[]): Promise<Result<ByteSource>> {
  const content = contentOfFolder(await readdir(path));
  if (content.kind === 'file') return await openSource(join(path, content.name), limit, handles);
  return refuse('file', `cannot read ${path}: it is a folder ${content.why}`);
}

async function readRange(handle: FileHandle, path: string, from: number, length: number): Promise<Result<ArrayBuffer>> {
  const bytes = new Uint8Array(length);
  try {
    for (let done = 0; done < length;) {
      const wanted = Math.min(length - done, longestRead);
      const { bytesRead } = await handle.read(bytes, done, wanted, from + done);
      if (bytesRead === 0) {
        return refuse('file', `cannot read ${path}: it was cut off at byte ${from + done} while it was read`);
      }
      done += bytesRead;
    }
    return ok(bytes.buffer);
  } catch (error) {
    return refuse('file', `cannot read ${path}: ${systemErrorText(error)}`);
  }
}

/**
 * Returns a function that opens only files in or below the folder of `path`. A symbolic link there may lead elsewhere.
 */
function besideOf(path: string, openOnce: FileSources['open']): Beside {
  return async (name) => {
    const opened = await openOnce(path);
    // A folder was opened by a file in it.
    const folder = dirname(opened.ok ? opened.value.name : path);
    if (name === '' || isAbsolute(name) || name.split(/[/\\]/).includes('..')) {
      return refuse('file', `${path} names ${quoted(name)}, which must be a file in its folder or below it`);
    }
    // No file system has longer names, and the sentence about a missing file would repeat it.
    if (name.split(/[/\\]/).some((part) => part.length > 255)) {
      return refuse('file', `${path} names ${quoted(name)}, which is longer than the name of a file can be`);
    }
    return await openOnce(join(folder, name));
  };
}
