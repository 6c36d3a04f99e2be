import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { messageOf } from '../../../src/engine/core/messageOf.ts';
import { npmInstall } from '../../../scripts/lab/command.ts';
import { cache } from '../../../scripts/lab/paths.ts';
import type { OnnxRuntime } from './onnx.ts';

/** The version of onnxruntime-web in package.json. */
const version = '1.30.0';

/**
 * Returns ONNX Runtime's native build, or the reason why it cannot run. Downloads it from npm into the cache at its first
 * use (290 MB). It is not a dependency of the project, because its install script would download CUDA libraries at every
 * `npm ci`.
 */
export function onnxNode(): OnnxRuntime | string {
  const home = join(cache, `onnxruntime-node-${version}`);
  if (!existsSync(join(home, 'node_modules', 'onnxruntime-node', 'package.json'))) {
    console.log(`downloading onnxruntime-node ${version} …`);
    mkdirSync(home, { recursive: true });
    writeFileSync(join(home, 'package.json'), '{ "private": true }\n');
    const { code, stderr } = npmInstall(home, [`onnxruntime-node@${version}`]);
    if (code !== 0) return `onnxruntime-node could not be downloaded from npm: ${stderr.trim()}`;
  }
  try {
    return createRequire(join(home, 'package.json'))('onnxruntime-node') as OnnxRuntime;
  } catch (error) {
    return `onnxruntime-node does not start on this machine: ${messageOf(error)}`;
  }
}
