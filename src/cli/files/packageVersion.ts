import { existsSync, readFileSync } from 'node:fs';
import { docsFolderOf } from '../../scenario/text/docsFolderOf.ts';

/** Returns the version in package.json. */
export function packageVersion(): string {
  const { version } = manifest();
  return typeof version === 'string' ? version : 'unknown';
}

/** Returns the address on the web of the folder with the pages of the documentation. */
export function documentationAddress(): string {
  const { repository } = manifest();
  const url = typeof repository === 'object' && repository !== null && 'url' in repository ? repository.url : '';
  return docsFolderOf(String(url));
}

/** Reads package.json, which is one folder up from the bundle and three from this source. */
function manifest(): Readonly<Record<string, unknown>> {
  for (const path of ['../package.json', '../../../package.json']) {
    const url = new URL(path, import.meta.url);
    if (!existsSync(url)) continue;
    const parsed: unknown = JSON.parse(readFileSync(url, 'utf8'));
    if (typeof parsed === 'object' && parsed !== null && 'version' in parsed) return { ...parsed };
  }
  return {};
}
