import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { npmInstall } from '../../../scripts/lab/command.ts';
import { cache } from '../../../scripts/lab/paths.ts';
import type { OnnxRuntime } from './onnx.ts';

/** The same as onnxruntime-web's. */
const version = '1.30.0';

/**
 * ONNX Runtime's native build; a sentence where there is none. Fetched from npm into the cache when it
 * is first wanted (290 MB) and not a dependency of the project's: its install script
 * would download CUDA libraries at every `npm ci`.
 */
export function onnxNode(): OnnxRuntime | string {
  const home = join(cache, `onnxruntime-node-${version}`);
  if (!existsSync(join(home, 'node_modules', 'onnxruntime-node', 'package.json'))) {
    console.log(`fetching onnxruntime-node ${version} …`);
    mkdirSync(home, { recursive: true });
    writeFileSync(join(home, 'package.json'), '{ "private": true }\n');
    const { code, stderr } = npmInstall(home, [`onnxruntime-node@${version}`]);
    if (code !== 0) return `onnxruntime-node could not be fetched from npm: ${stderr.trim()}`;
  }
  try {
    return createRequire(join(home, 'package.json'))('onnxruntime-node') as OnnxRuntime;
  } catch (error) {
    return `onnxruntime-node does not start here: ${error instanceof Error ? error.message : String(error)}`;
  }
}
