import type * as vscode from 'vscode';
import { fileNameOf } from '../files/openTensorFileAt.ts';

/**
 * Returns the names of two files for people. Versions of one file are told apart by the version, "w.npz (HEAD)"; two
 * files of the same name by their folders, "run1/w.npz".
 */
export function comparedNames(a: vscode.Uri, b: vscode.Uri): { readonly a: string; readonly b: string } {
  const names = { a: fileNameOf(a), b: fileNameOf(b) };
  const [versionA, versionB] = [versionOf(a), versionOf(b)];
  if (versionA !== null || versionB !== null) {
    return {
      a: `${names.a} (${versionA ?? 'working tree'})`,
      b: `${names.b} (${versionB ?? 'working tree'})`,
    };
  }
  if (names.a !== names.b || a.path === b.path) return names;
  const [foldersA, foldersB] = [a.path.split('/'), b.path.split('/')];
  // The shortest ends of the paths that differ.
  let depth = 2;
  while (foldersA.at(-depth) === foldersB.at(-depth) && depth < Math.max(foldersA.length, foldersB.length)) depth += 1;
  return { a: foldersA.slice(-depth).join('/'), b: foldersB.slice(-depth).join('/') };
}

/** Returns the version that a URI of the Git extension names: "HEAD", "index", "a1b2c3d"; null for any other URI. */
export function versionOf({ scheme, query }: vscode.Uri): string | null {
  if (scheme !== 'git') return null;
  try {
    const parsed: unknown = JSON.parse(query);
    const ref = typeof parsed === 'object' && parsed !== null && 'ref' in parsed ? String(parsed.ref) : '';
    if (ref === '' || ref === '~') return 'index';
    return /^[0-9a-f]{40}$/.test(ref) ? ref.slice(0, 7) : ref;
  } catch {
    return 'Git';
  }
}
