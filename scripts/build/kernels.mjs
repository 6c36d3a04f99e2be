import { createHash } from 'node:crypto';
import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');
const sources = join(root, 'src/engine/kernels/assembly');
const generated = join(root, 'src/engine/kernels/wasm/memory/kernelBytes.ts');

/** Returns a digest of the kernels' sources and of the compiler's version, as 16 hexadecimal digits. */
export function kernelsDigest() {
  const hash = createHash('sha256');
  hash.update(
    JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages['node_modules/assemblyscript'].version,
  );
  for (const file of globSync('**/*.ts', { cwd: sources }).sort()) {
    hash.update(file).update(readFileSync(join(sources, file), 'utf8').replaceAll('\r\n', '\n'));
  }
  return hash.digest('hex').slice(0, 16);
}

/** Compiles the kernels from AssemblyScript to WebAssembly with SIMD. The result has no runtime and no imports. */
export async function compileKernels() {
  const { default: asc } = await import('assemblyscript/asc');
  const folder = mkdtempSync(join(tmpdir(), 'convt-kernels-'));
  const outFile = join(folder, 'kernels.wasm');
  try {
    const { error, stderr } = await asc.main([
      join(sources, 'index.ts'),
      '--outFile',
      outFile,
      '-O3',
      '--noAssert',
      '--runtime',
      'stub',
      '--enable',
      'simd',
    ]);
    if (error) throw new Error(stderr.toString());
    return readFileSync(outFile);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Compiles the kernels and writes kernelBytes.ts, unless the digest in that file shows that neither the sources nor the
 * compiler changed.
 */
export async function buildKernels() {
  const digest = kernelsDigest();
  if (readFileSync(generated, { encoding: 'utf8', flag: 'a+' }).includes(digest)) return;
  // Bundles are compressed when they are shipped. Hexadecimal digits compress better than base64, in which repeated
  // bytes look different.
  const text = (await compileKernels()).toString('hex');
  writeFileSync(
    generated,
    `// Made by scripts/build/kernels.mjs from ../../assembly: ${digest}. Not to be edited.\n` +
      `export const kernelBytes =\n  '${text}';\n`,
  );
}
