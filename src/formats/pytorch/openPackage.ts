import type { Result } from '../../engine/core/refusal.ts';
import type { TensorFile } from '../common/tensorFile.ts';
import { readPickle } from '../pickle/readPickle.ts';
import type { ZipArchive } from '../zip/openArchive.ts';
import { isLittle, memberSource } from './openPytorch.ts';
import { pickledFile, type PickleContent } from './pickledFile.ts';

/** Returns the folder of an archive that torch.package wrote, "" or with a "/" at its end; null for any other archive. */
export function packageFolder(paths: readonly string[]): string | null {
  const extern = paths.find((path) => /(^|\/)\.data\/extern_modules$/.test(path));
  return extern === undefined ? null : extern.slice(0, -'.data/extern_modules'.length);
}

/**
 * Opens an archive of torch.package (https://pytorch.org/docs/stable/package.html). Its resources are pickles in the folders
 * of Python packages; storages are in `.data`. With several pickles, a key begins with the place of its pickle:
 * "models/net.weight". The code in the package is not looked at.
 */
export async function openPackage(archive: ZipArchive, folder: string, name: string): Promise<Result<TensorFile>> {
  const little = await isLittle(archive, `${folder}byteorder`, name);
  if (!little.ok) return little;
  const paths = [...archive.keys()].filter(
    (path) => path.startsWith(folder) && path.endsWith('.pkl') && !path.startsWith(`${folder}.data/`),
  );
  const pickles: PickleContent[] = [];
  for (const path of paths) {
    const member = archive.get(path);
    if (member === undefined) continue;
    const source = memberSource(member, name);
    const read = await readPickle(source);
    if (!read.ok) return read;
    const storageOf = (key: string) => archive.get(`${folder}.data/${key}.storage`);
    const place = path.slice(folder.length, -'.pkl'.length);
    pickles.push({
      source,
      read: read.value,
      storageOf,
      little: little.value,
      keys: paths.length > 1 ? { prefix: place } : {},
    });
  }
  return await pickledFile(name, 'pytorch', pickles);
}
