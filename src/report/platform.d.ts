/**
 * The parts of the platform that this room uses. Node, browsers and web workers all have them. The room is compiled
 * without Node's and the DOM's types, so nothing else of a platform can be named here.
 */

/** Encodes a text whose characters are bytes in base64. */
declare function btoa(bytes: string): string;

/** Decodes base64 to a text whose characters are bytes. Throws for any other text. */
declare function atob(base64: string): string;

declare class TextEncoder {
  encode(text: string): Uint8Array<ArrayBuffer>;
}

declare class TextDecoder {
  constructor(encoding: 'utf-8', options?: { readonly fatal?: boolean });
  decode(bytes: Uint8Array): string;
}
