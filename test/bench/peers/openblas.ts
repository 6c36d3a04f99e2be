import { globSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { capture } from '../../../scripts/lab/command.ts';
import { cache } from '../../../scripts/lab/paths.ts';

const packageName = 'libopenblas0-pthread';

/**
 * Returns a folder for LD_LIBRARY_PATH in which OpenBLAS replaces BLAS, or undefined if OpenBLAS is installed already or
 * cannot be downloaded. Debian's PyTorch uses the installed `libblas.so.3`. By default that is the reference
 * implementation, which is seven times slower than OpenBLAS. OpenBLAS is unpacked into the cache, so that the system's BLAS
 * does not change.
 */
export function openblasFolder(): string | undefined {
  if (process.platform !== 'linux' || globSync('/usr/lib/*/openblas*').length > 0) return undefined;
  const home = join(cache, packageName);
  const found = (): string | undefined => globSync(`${home}/usr/lib/*/openblas-pthread`)[0];
  if (found() !== undefined) return found();
  const fresh = `${home}.incomplete`;
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(fresh, { recursive: true });
  if (capture('apt-get', ['download', packageName], fresh).code !== 0) return undefined;
  const [archive] = globSync(join(fresh, '*.deb'));
  if (archive === undefined || capture('dpkg-deb', ['-x', archive, fresh]).code !== 0) {
    return undefined;
  }
  renameSync(fresh, home);
  return found();
}
