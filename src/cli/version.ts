import { existsSync, readFileSync } from 'node:fs';

/**
 * The version in the product's package.json: one folder up from the bundle, two from the source.
 */
export function version(): string {
  for (const place of ['../package.json', '../../package.json']) {
    const url = new URL(place, import.meta.url);
    if (!existsSync(url)) continue;
    const manifest: unknown = JSON.parse(readFileSync(url, 'utf8'));
    if (typeof manifest !== 'object' || manifest === null) continue;
    if ('version' in manifest && typeof manifest.version === 'string') return manifest.version;
  }
  return 'unknown';
}
