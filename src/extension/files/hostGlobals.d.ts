// The few globals beside ECMAScript's that the Node host and the web worker host share. Node's
// types or the WebWorker library would also let in what only one of the two has.

declare function setTimeout(run: () => void, milliseconds: number): unknown;
declare function clearTimeout(timer: unknown): void;

declare const crypto: {
  getRandomValues(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer>;
};

declare class TextEncoder {
  encode(text: string): Uint8Array<ArrayBuffer>;
}
