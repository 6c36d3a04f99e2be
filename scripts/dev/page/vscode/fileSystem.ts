import { type DevServer, devServer } from '../devServer.ts';
import { faults } from '../faults.ts';
import type { Uri } from './uri.ts';

/** VS Code's types of files. Each is a bit, because a symbolic link to a file is two types at once. */
export const FileType = { Unknown: 0, File: 1, Directory: 2, SymbolicLink: 64 } as const;
export const FilePermission = { Readonly: 1 } as const;

export interface FileStat {
  readonly type: number;
  readonly ctime: number;
  readonly mtime: number;
  readonly size: number;
  readonly permissions?: number;
}

export class FileSystemError extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }

  static FileNotFound(uri: Uri): FileSystemError {
    return new FileSystemError('FileNotFound', `${uri.fsPath} does not exist`);
  }

  static NoPermissions(uri: Uri): FileSystemError {
    return new FileSystemError('NoPermissions', `${uri.fsPath} cannot be read or written from this page`);
  }
}

/**
 * The URI scheme of files in the page's memory: files that the user chose or dropped, that a state needs, or that were
 * saved.
 */
export const pageScheme = 'page';

const pageFiles = new Map<string, Uint8Array<ArrayBuffer>>();

/** Puts a file into the page's memory, without a download. */
export function putPageFile(path: string, bytes: Uint8Array<ArrayBuffer>): void {
  pageFiles.set(path, bytes);
}

/**
 * The namespace `workspace.fs` of VS Code's API. Has the files that the development server serves and those in the
 * page's memory.
 */
export const fs = {
  isWritableFileSystem: (scheme: string): boolean => scheme === 'file' || scheme === pageScheme,

  async stat(uri: Uri): Promise<FileStat> {
    if (uri.scheme !== pageScheme) return withFaults(await server(uri).stat(uri.path), uri);
    const size = pageFile(uri).length;
    return withFaults({ type: FileType.File, ctime: 0, mtime: 0, size }, uri);
  },

  async readFile(uri: Uri): Promise<Uint8Array<ArrayBuffer>> {
    if (faults.holds(uri.path)) return await new Promise(() => undefined);
    return uri.scheme === pageScheme ? pageFile(uri) : await server(uri).read(uri.path);
  },

  /** Writes a file into the page's memory. Unless it is a draft, also downloads it. */
  writeFile(uri: Uri, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    if (uri.scheme !== pageScheme) return Promise.reject(FileSystemError.NoPermissions(uri));
    pageFiles.set(uri.path, bytes);
    if (!nameOf(uri).startsWith('.')) download(uri, bytes);
    return Promise.resolve();
  },

  async rename(from: Uri, to: Uri): Promise<void> {
    const bytes = pageFile(from);
    pageFiles.delete(from.path);
    await fs.writeFile(to, bytes);
  },

  delete(uri: Uri): Promise<void> {
    if (!pageFiles.delete(uri.path)) return Promise.reject(FileSystemError.FileNotFound(uri));
    return Promise.resolve();
  },
};

function server(uri: Uri): DevServer {
  if (uri.scheme !== 'file') throw FileSystemError.FileNotFound(uri);
  return devServer((code, message) => new FileSystemError(code, message));
}

function pageFile(uri: Uri): Uint8Array<ArrayBuffer> {
  const bytes = uri.scheme === pageScheme ? pageFiles.get(uri.path) : undefined;
  if (bytes === undefined) throw FileSystemError.FileNotFound(uri);
  return bytes;
}

function withFaults(stat: FileStat, uri: Uri): FileStat {
  return faults.readOnly(uri.path) ? { ...stat, permissions: FilePermission.Readonly } : stat;
}

function nameOf(uri: Uri): string {
  return uri.path.slice(uri.path.lastIndexOf('/') + 1);
}

function download(uri: Uri, bytes: Uint8Array<ArrayBuffer>): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([bytes]));
  link.download = nameOf(uri);
  link.click();
  // From the click on, the download has its own reference to the bytes.
  setTimeout(() => URL.revokeObjectURL(link.href));
}
