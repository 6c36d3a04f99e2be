import { join } from 'node:path';
import { build } from 'esbuild';
import { root } from '../../../scripts/lab/paths.ts';

/** The worker's source, bundled and minified as the product's worker is. */
export async function bundleWorker(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(import.meta.dirname, 'worker.ts')],
    absWorkingDir: root,
    bundle: true,
    write: false,
    minify: true,
    platform: 'browser',
    format: 'iife',
    target: 'es2022',
    logLevel: 'error',
    define: {
      'process.env.NODE_ENV': '"production"',
      // A classic worker has none; ONNX Runtime looks for its own address there and is told another way.
      'import.meta.url': '"http://127.0.0.1/worker.js"',
    },
  });
  return outputFiles[0]?.text ?? '';
}
