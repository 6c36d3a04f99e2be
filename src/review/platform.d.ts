/**
 * What the files of a review need of the platform: the Encoding API, which browsers, web workers and Node all have.
 * Declared here so that this part compiles without the DOM and Node libraries.
 */

declare class TextDecoder {
  decode(bytes: Uint8Array): string;
}
