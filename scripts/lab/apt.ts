import { existsSync } from 'node:fs';
import { capture } from './command.ts';

/**
 * Installs Debian packages where that is possible: as root on a Debian or one of its children.
 * Returns whether they are there now; a machine that is not Debian, not root or not connected
 * answers false and is left as it was.
 */
export function aptInstall(packages: readonly string[]): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  if (!existsSync('/usr/bin/apt-get')) return false;
  console.log(`installing ${packages.join(', ')} with apt-get …`);
  const install = ['install', '--yes', '--no-install-recommends', ...packages];
  if (aptGet(install)) return true;
  // A fresh image has no package lists; a stale one names files that are gone.
  return aptGet(['update']) && aptGet(install);
}

function aptGet(args: readonly string[]): boolean {
  process.env.DEBIAN_FRONTEND = 'noninteractive';
  return capture('apt-get', ['-o', 'DPkg::Lock::Timeout=120', ...args]).code === 0;
}
