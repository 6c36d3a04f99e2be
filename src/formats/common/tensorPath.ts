import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import { quoted, shownName } from './quoted.ts';
import { rawLayoutOf, rawPathOf } from './rawLayout.ts';
import { tensorExtensions } from './tensorExtensions.ts';
import type { TensorEntry, TensorFile } from './tensorFile.ts';

/** Says where a tensor is: in which file and, if the file has several tensors, under which key. */
export interface TensorPath {
  readonly file: string;
  readonly key: string | null;
}

const ending = `\\.(?:${tensorExtensions.join('|').replaceAll('.', '\\.')})`;
const knownFile = new RegExp(`^(.*?${ending})#(.*)$`, 'is');
const endsKnown = new RegExp(`${ending}$`, 'i');

/**
 * Splits `FILE#key` into file and key. The split is at the first "#" that follows the extension of a tensor file or, if
 * there is none, at the first "#". A text that ends in such an extension, with no such extension before a "#", is a
 * file without a key: "run#3/y.npy". The key of `FILE:dtype:shape` (see {@link rawPathOf}) is ":dtype:shape".
 */
export function tensorPathOf(text: string): TensorPath {
  const raw = rawPathOf(text);
  if (raw !== null) return raw;
  const known = knownFile.exec(text);
  if (known === null && endsKnown.test(text)) return { file: text, key: null };
  const [, file, key] = known ?? /^([^#]*)#(.*)$/s.exec(text) ?? [];
  return file === undefined || key === undefined ? { file: text, key: null } : { file, key };
}

/** Returns true for the name of a file with the extension of a tensor file. */
export function isTensorFileName(name: string): boolean {
  return endsKnown.test(name);
}

/** Returns true if a text on the command line names a tensor file, with or without a key. */
export function isTensorPath(text: string): boolean {
  return text.includes('#') || endsKnown.test(text) || rawPathOf(text) !== null;
}

/** Returns `FILE#key`, `FILE:dtype:shape` for the numbers of a file without a header, or the file alone if the key is null. */
export function tensorPathText({ file, key }: TensorPath): string {
  if (key !== null && rawLayoutOf(key) !== null) return `${file}${key}`;
  return key === null ? file : `${file}#${key}`;
}

/** Returns the last part of a path of POSIX or Windows: the name of the file. */
export function nameOfPath(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}

/** The most keys that an error message lists. */
const maxNames = 6;

/** Lists names for a sentence. If there are many, lists the first few and gives the total. */
export function listNames(names: readonly string[]): string {
  const more = names.length > maxNames ? `, … (${names.length} in all)` : '';
  return `${names.slice(0, maxNames).map(shownName).join(', ')}${more}`;
}

/** Finds the tensor with this key or, if `key` is null, the only tensor in the file. */
export function findEntry({ entries, name }: TensorFile, key: string | null): Result<TensorEntry> {
  if (entries.length === 0) return refuse('file', `${name} has no readable tensor.`);
  const found =
    key === null ? (entries.length === 1 ? entries[0] : undefined) : entries.find((entry) => entry.key === key);
  if (found !== undefined) return ok(found);
  if (key !== null && entries.length === 1 && entries[0]?.key === '') {
    return refuse('file', `${name} holds one tensor, which has no key: leave out #${shownName(key)}.`);
  }
  const list = listNames(entries.map((entry) => entry.key));
  return key === null
    ? refuse('file', `${name} has ${entries.length} tensors: name one as ${name}#KEY. They are ${list}.`)
    : refuse('file', `${name} has no tensor ${quoted(key)}; it has ${list}.`);
}
