import { accept, refuse, type Result } from '../engine/refusal.ts';
import type { TensorEntry, TensorFile } from './tensorFile.ts';

/** Where a tensor is: a file, and its key in a file of several. */
export interface TensorPath {
  readonly file: string;
  readonly key: string | null;
}

const knownFile = /^(.*?\.(?:npy|npz|pt|pth|bin|safetensors|onnx))#(.*)$/is;

/** Takes `FILE#key` apart: at the first "#" behind a tensor file's extension, else at the first one. */
export function tensorPathOf(text: string): TensorPath {
  const [, file, key] = knownFile.exec(text) ?? /^([^#]*)#(.*)$/s.exec(text) ?? [];
  return file === undefined || key === undefined ? { file: text, key: null } : { file, key };
}

/** How many keys a refusal names. */
const named = 6;

/** The entry of this key; without a key the only one there is. */
export function findEntry({ entries, name }: TensorFile, key: string | null): Result<TensorEntry> {
  if (entries.length === 0) return refuse('file', `${name} has no tensor that can be read.`);
  const found = key === null ? (entries.length === 1 ? entries[0] : undefined) : entries.find((entry) => entry.key === key); // prettier-ignore
  if (found !== undefined) return accept(found);
  const keys = entries.slice(0, named).map((entry) => entry.key);
  const more = entries.length > named ? `, … (${entries.length} in all)` : '';
  const list = `${keys.join(', ')}${more}`;
  return key === null
    ? refuse(
        'file',
        `${name} has ${entries.length} tensors: say which, as ${name}#KEY. It has ${list}.`,
      )
    : refuse('file', `${name} has no tensor ${JSON.stringify(key)}; it has ${list}.`);
}
