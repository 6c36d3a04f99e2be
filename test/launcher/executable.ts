import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { node } from '../../scripts/lab/node.ts';
import { cache } from '../../scripts/lab/paths.ts';

/**
 * Writes the file that stands for VS Code's executable and starts `vscode-server.ts`: a spawned
 * TypeScript file would need a shebang, an executable bit and the right Node first in PATH, and
 * Windows knows none of these.
 */
export function serverExecutable(): string {
  mkdirSync(cache, { recursive: true });
  const script = join(import.meta.dirname, 'vscode-server.ts');
  const windows = process.platform === 'win32';
  const file = join(cache, windows ? 'convt-vscode.cmd' : 'convt-vscode');
  writeFileSync(file, windows ? `@"${node}" "${script}" %*\r\n` : `#!/bin/sh\nexec '${node}' '${script}' "$@"\n`);
  chmodSync(file, 0o755);
  return file;
}
