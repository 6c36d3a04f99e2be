// The only Node module that the extension uses, in `openFile.ts`, which `openFile.web.ts` replaces in the web worker
// host. Node's own types would allow the rest of Node as well.

declare module 'node:fs/promises' {
  interface FileHandle {
    read(
      buffer: Uint8Array<ArrayBuffer>,
      offset: number,
      length: number,
      position: number,
    ): Promise<{ readonly bytesRead: number }>;
    close(): Promise<void>;
  }
  export function open(path: string, flags: 'r'): Promise<FileHandle>;
}
