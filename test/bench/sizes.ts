import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { createVSIX } from '@vscode/vsce';
import { output, root } from '../../scripts/lab/paths.ts';

/** The size of a shipped file in bytes. `gzipped` is null if the file is compressed already. */
export interface Size {
  readonly file: string;
  readonly bytes: number;
  readonly gzipped: number | null;
}

const bundles = [
  'extension.cjs',
  'pythonTools.cjs',
  'engineTools.cjs',
  'fileTools.cjs',
  'extension.web.cjs',
  'webview.js',
  'tensors.js',
  'webview.css',
  'convt.js',
];

/** Measures the production bundles in dist/ and, unless the run is quick, the VSIX. */
export async function sizes(quick: boolean): Promise<readonly Size[]> {
  const list = bundles.map((name): Size => {
    const content = readFileSync(join(root, 'dist', name));
    return { file: `dist/${name}`, bytes: content.length, gzipped: gzipSync(content).length };
  });
  if (quick) return list;
  const packagePath = join(output, 'bench.vsix');
  // vsce would list every file that it packs.
  const log = console.log;
  console.log = () => undefined;
  try {
    await createVSIX({
      cwd: root,
      packagePath,
      dependencies: false,
      rewriteRelativeLinks: false,
      allowMissingRepository: true,
    });
  } finally {
    console.log = log;
  }
  return [...list, { file: 'the VSIX', bytes: statSync(packagePath).size, gzipped: null }];
}
