import { existsSync } from 'node:fs';
import { capture } from './command.ts';

/**
 * Installs Debian packages, if this process is root on Debian or a distribution based on it. Returns true if the
 * packages are installed now. Otherwise, for example if there is no network, returns false and changes nothing.
 */
export function aptInstall(packages: readonly string[]): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  if (!existsSync('/usr/bin/apt-get')) return false;
  console.log(`installing ${packages.join(', ')} with apt-get …`);
  const install = ['install', '--yes', '--no-install-recommends', ...packages];
  if (aptGet(install)) return true;
  // A fresh image has no package lists, and old lists name files that no longer exist.
  return aptGet(['update']) && aptGet(install);
}

function aptGet(args: readonly string[]): boolean {
  process.env.DEBIAN_FRONTEND = 'noninteractive';
  return capture('apt-get', ['-o', 'DPkg::Lock::Timeout=120', ...args]).code === 0;
}
