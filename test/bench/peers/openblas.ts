import { globSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { capture } from '../../../scripts/lab/command.ts';
import { cache } from '../../../scripts/lab/paths.ts';

const named = 'libopenblas0-pthread';

/**
 * A folder with OpenBLAS in BLAS's place, for LD_LIBRARY_PATH; undefined where it is not needed or not
 * to be had. Debian's PyTorch computes with whatever `libblas.so.3` there is, and the reference
 * implementation, which is what a bare machine has, is seven times slower than what anybody would
 * use. Unpacked into the cache: the system's own BLAS stays as it is.
 */
export function openblasFolder(): string | undefined {
  if (process.platform !== 'linux' || globSync('/usr/lib/*/openblas*').length > 0) return undefined;
  const home = join(cache, named);
  const found = (): string | undefined => globSync(`${home}/usr/lib/*/openblas-pthread`)[0];
  if (found() !== undefined) return found();
  const fresh = `${home}.incomplete`;
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(fresh, { recursive: true });
  if (capture('apt-get', ['download', named], fresh).code !== 0) return undefined;
  const [archive] = globSync(join(fresh, '*.deb'));
  if (archive === undefined || capture('dpkg-deb', ['-x', archive, fresh]).code !== 0) {
    return undefined;
  }
  renameSync(fresh, home);
  return found();
}
