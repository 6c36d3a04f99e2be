import { finish, type Steps } from '../../engine/core/steps.ts';

/** Bytes that are encoded at once: a multiple of 3, so that the parts can be joined, and few enough for the call stack. */
const chunk = 3 * 8192;

/** Chunks between two progress steps; takes a few milliseconds. */
const chunksPerStep = 32;

/** Encodes bytes in base64. */
export function base64Of(bytes: Uint8Array): string {
  return finish(encodeBase64(bytes));
}

/** Computes {@link base64Of} in steps, for any number of bytes. */
export function* encodeBase64(bytes: Uint8Array): Steps<string> {
  const parts: string[] = [];
  for (let from = 0; from < bytes.length; from += chunk) {
    parts.push(btoa(String.fromCharCode(...bytes.subarray(from, from + chunk))));
    if (parts.length % chunksPerStep === 0) yield { stage: 'encode', done: from, total: bytes.length };
  }
  return parts.join('');
}

/** Returns the number of characters in which {@link base64Of} encodes so many bytes. */
export function base64Length(bytes: number): number {
  return 4 * Math.ceil(bytes / 3);
}

/** Encodes bytes for an address: base64 with `-` and `_`, without padding (RFC 4648, section 5). */
export function base64UrlOf(bytes: Uint8Array): string {
  return base64Of(bytes).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

/** Decodes what {@link base64UrlOf} encoded; null for any other text. */
export function bytesOfBase64Url(text: string): Uint8Array<ArrayBuffer> | null {
  if (!/^[\w-]*$/.test(text) || text.length % 4 === 1) return null;
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(binary, (letter) => letter.charCodeAt(0));
}
