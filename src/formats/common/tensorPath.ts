import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import type { TensorEntry, TensorFile } from './tensorFile.ts';

/** Where a tensor is: a file, and its key in a file of several. */
export interface TensorPath {
  readonly file: string;
  readonly key: string | null;
}

const knownFile = /^(.*?\.(?:npy|npz|pt|pth|bin|safetensors|onnx))#(.*)$/is;
const endsKnown = /\.(?:npy|npz|pt|pth|bin|safetensors|onnx)$/i;

/**
 * Takes `FILE#key` apart: at the first "#" behind a tensor file's extension, else at the first one. What ends
 * in such an extension and has none before a "#" is a file without a key: "run#3/y.npy".
 */
export function tensorPathOf(text: string): TensorPath {
  const known = knownFile.exec(text);
  if (known === null && endsKnown.test(text)) return { file: text, key: null };
  const [, file, key] = known ?? /^([^#]*)#(.*)$/s.exec(text) ?? [];
  return file === undefined || key === undefined ? { file: text, key: null } : { file, key };
}

/** Whether a text that may be something else is meant as a tensor file, with a key or without. */
export function isTensorPath(text: string): boolean {
  return text.includes('#') || endsKnown.test(text);
}

/** A tensor path as it is written. */
export function tensorPathText({ file, key }: TensorPath): string {
  return key === null ? file : `${file}#${key}`;
}

/** How many keys a refusal names. */
const named = 6;

/** Names for a sentence: the first few, and how many there are. */
export function listNames(names: readonly string[]): string {
  const more = names.length > named ? `, … (${names.length} in all)` : '';
  return `${names.slice(0, named).join(', ')}${more}`;
}

/** The entry of this key; without a key the only one there is. */
export function findEntry({ entries, name }: TensorFile, key: string | null): Result<TensorEntry> {
  if (entries.length === 0) return refuse('file', `${name} has no tensor that can be read.`);
  const found =
    key === null ? (entries.length === 1 ? entries[0] : undefined) : entries.find((entry) => entry.key === key);
  if (found !== undefined) return ok(found);
  if (key !== null && entries.length === 1 && entries[0]?.key === '') {
    return refuse('file', `${name} has one tensor, which has no key; it is named without #${key}.`);
  }
  const list = listNames(entries.map((entry) => entry.key));
  return key === null
    ? refuse('file', `${name} has ${entries.length} tensors: say which, as ${name}#KEY. It has ${list}.`)
    : refuse('file', `${name} has no tensor ${JSON.stringify(key)}; it has ${list}.`);
}
