import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import { tensorExtensions } from './tensorExtensions.ts';
import type { TensorEntry, TensorFile } from './tensorFile.ts';

/** The place of a tensor: a file, and a key if the file holds several. */
export interface TensorPath {
  readonly file: string;
  readonly key: string | null;
}

const ending = `\\.(?:${tensorExtensions.join('|')})`;
const knownFile = new RegExp(`^(.*?${ending})#(.*)$`, 'is');
const endsKnown = new RegExp(`${ending}$`, 'i');

/**
 * Splits `FILE#key` at the first "#" behind the extension of a tensor file, or at the first "#" if there is none. A
 * text that ends in such an extension and has none before a "#" is a file without a key: "run#3/y.npy".
 */
export function tensorPathOf(text: string): TensorPath {
  const known = knownFile.exec(text);
  if (known === null && endsKnown.test(text)) return { file: text, key: null };
  const [, file, key] = known ?? /^([^#]*)#(.*)$/s.exec(text) ?? [];
  return file === undefined || key === undefined ? { file: text, key: null } : { file, key };
}

/** Returns true if a text on the command line means a tensor file, with a key or without. */
export function isTensorPath(text: string): boolean {
  return text.includes('#') || endsKnown.test(text);
}

/** Joins a file and a key: `FILE#key`, or the file alone. */
export function tensorPathText({ file, key }: TensorPath): string {
  return key === null ? file : `${file}#${key}`;
}

/** Keys that a refusal lists. */
const maxNames = 6;

/** Lists names for a sentence: the first few, and the total if there are more. */
export function listNames(names: readonly string[]): string {
  const more = names.length > maxNames ? `, … (${names.length} in all)` : '';
  return `${names.slice(0, maxNames).join(', ')}${more}`;
}

/** Finds the entry with this key, or the only entry if `key` is null. */
export function findEntry({ entries, name }: TensorFile, key: string | null): Result<TensorEntry> {
  if (entries.length === 0) return refuse('file', `${name} has no readable tensor.`);
  const found =
    key === null ? (entries.length === 1 ? entries[0] : undefined) : entries.find((entry) => entry.key === key);
  if (found !== undefined) return ok(found);
  if (key !== null && entries.length === 1 && entries[0]?.key === '') {
    return refuse('file', `${name} holds one tensor, which has no key: leave out #${key}.`);
  }
  const list = listNames(entries.map((entry) => entry.key));
  return key === null
    ? refuse('file', `${name} has ${entries.length} tensors: name one as ${name}#KEY. They are ${list}.`)
    : refuse('file', `${name} has no tensor ${JSON.stringify(key)}; it has ${list}.`);
}
