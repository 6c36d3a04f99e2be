/**
 * The parts of the platform that this room uses. Node, browsers and web workers all have them. The room is compiled
 * without Node's and the DOM's types, so nothing else of a platform can be named here.
 */

/** Decodes text; the constructor's `fatal` makes malformed bytes throw, and `ignoreBOM` keeps a byte order mark. */
declare class TextDecoder {
  constructor(encoding: 'utf-8' | 'utf-16le', options?: { readonly fatal?: boolean; readonly ignoreBOM?: boolean });
  decode(bytes: Uint8Array | Uint16Array): string;
}

/** Encodes text as UTF-8. */
declare class TextEncoder {
  encode(text: string): Uint8Array;
}

/** Inflates raw deflate data, or deflate data in the wrapper of zlib ("deflate") or of gzip. */
declare class DecompressionStream {
  constructor(format: 'deflate-raw' | 'deflate' | 'gzip');
  readonly writable: {
    getWriter(): {
      write(bytes: Uint8Array): Promise<void>;
      close(): Promise<void>;
      abort(): Promise<void>;
    };
  };
  readonly readable: {
    getReader(): {
      read(): Promise<{ readonly done: boolean; readonly value?: Uint8Array }>;
      cancel(): Promise<void>;
    };
  };
}

/** Hands what is written to `writable` on to `readable`. */
declare class TransformStream {
  readonly readable: object;
  readonly writable: object;
}

/** Collects a stream into one buffer. */
declare class Response {
  constructor(body: object);
  arrayBuffer(): Promise<ArrayBuffer>;
}

/** Bytes as a stream. */
declare class Blob {
  constructor(parts: readonly Uint8Array[]);
  stream(): object;
}
