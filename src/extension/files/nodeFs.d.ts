// The one thing of Node's that the extension needs, and only in its Node host: `openFile.ts`, which
// `openFile.web.ts` stands in for where there is no Node. All of Node's types would let in the rest of it.

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
