import { existsSync, readFileSync } from 'node:fs';

/** Returns the version in package.json, which is one folder up from the bundle and three from this source. */
export function packageVersion(): string {
  for (const path of ['../package.json', '../../../package.json']) {
    const url = new URL(path, import.meta.url);
    if (!existsSync(url)) continue;
    const manifest: unknown = JSON.parse(readFileSync(url, 'utf8'));
    if (typeof manifest !== 'object' || manifest === null) continue;
    if ('version' in manifest && typeof manifest.version === 'string') return manifest.version;
  }
  return 'unknown';
}
