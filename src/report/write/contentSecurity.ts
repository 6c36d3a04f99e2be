import { sha256 } from '@noble/hashes/sha2.js';
import { base64Of } from '../bytes/base64.ts';

/** Returns the source expression of CSP that allows one inline script or style: the hash of its text. */
export function hashSource(text: string): string {
  return `'sha256-${base64Of(sha256(new TextEncoder().encode(text)))}'`;
}

/** Writes a script so that it can stand in an element of HTML: nothing in the script ends the element. */
export function scriptElementText(script: string): string {
  return script
    .replace(/<\/(?=script)/gi, '<\\/')
    .replaceAll('<!--', '<\\!--')
    .replaceAll('\r', '');
}

/** Writes JSON so that it can stand in an element of HTML. */
export function jsonElementText(json: string): string {
  return json.replaceAll('<', '\\u003c').replaceAll('\r', '');
}
