import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import * as esbuild from 'esbuild';

/**
 * `import packed from 'virtual:worker'` gives the worker's bundle as a string, deflated and in base64: a
 * webview's worker can only start from a blob, because it cannot fetch the webview's resources.
 * @param {esbuild.BuildOptions} options how to build the worker
 * @returns {esbuild.Plugin}
 */
export function inlineWorker(options) {
  return {
    name: 'inline-worker',
    setup(build) {
      const root = options.absWorkingDir ?? process.cwd();
      build.onResolve({ filter: /^virtual:worker$/ }, ({ path }) => ({
        path,
        namespace: 'worker',
      }));
      build.onLoad({ filter: /.*/, namespace: 'worker' }, async () => {
        const { outputFiles, metafile } = await esbuild.build({
          ...options,
          write: false,
          metafile: true,
        });
        const watchFiles = Object.keys(metafile.inputs).map((path) => resolve(root, path));
        const packed = deflateRawSync(outputFiles[0].contents, { level: 9 }).toString('base64');
        return { contents: packed, loader: 'text', watchFiles };
      });
    },
  };
}

/**
 * The page draws what its workers compute: it needs the kernels' plans (how much memory?) and not their bytes.
 * Without them whatever is computed after all is computed by the loops, to the same bits.
 * @returns {esbuild.Plugin}
 */
export function withoutKernels() {
  return {
    name: 'without-kernels',
    setup(build) {
      build.onLoad({ filter: /[\\/]kernelBytes\.ts$/ }, () => ({
        contents: "export const kernelBytes = '';",
        loader: 'ts',
      }));
    },
  };
}

/**
 * A platform difference is a pair `x.ts` and `x.web.ts`: in a web bundle the second takes the first's place.
 * @returns {esbuild.Plugin}
 */
export function webVariants() {
  return {
    name: 'web-variants',
    setup(build) {
      build.onResolve({ filter: /^\..*\.tsx?$/ }, ({ path, importer, resolveDir }) => {
        // The variant may itself build on the file that it stands in for.
        if (/\.web\.tsx?$/.test(importer)) return undefined;
        const variant = resolve(resolveDir, path.replace(/\.(tsx?)$/, '.web.$1'));
        return existsSync(variant) ? { path: variant } : undefined;
      });
    },
  };
}

/**
 * `import 'virtual:integration-tests'` imports every test file found when the bundle is built, so
 * that no list of tests is kept by hand. `x.node.test.ts` runs in the Node host only,
 * `x.web.test.ts` in the web worker host only, `x.test.ts` in both.
 * @param {string} kind 'node' or 'web'
 * @returns {esbuild.Plugin}
 */
export function discoveredTests(kind) {
  const other = kind === 'node' ? '.web.test.ts' : '.node.test.ts';
  return {
    name: 'discovered-tests',
    setup(build) {
      const root = join(build.initialOptions.absWorkingDir ?? process.cwd(), 'test/integration');
      // Mocha's browser build is in the old style that takes what it finds: here it would find and
      // overwrite the exports of the whole bundle.
      build.onLoad({ filter: /[\\/]mocha[\\/]mocha\.js$/ }, ({ path }) => ({
        contents: `const module = undefined, exports = undefined;\n${readFileSync(path, 'utf8')}`,
      }));
      build.onResolve({ filter: /^virtual:integration-tests$/ }, ({ path }) => ({
        path,
        namespace: 'tests',
      }));
      build.onLoad({ filter: /.*/, namespace: 'tests' }, () => {
        const files = globSync('**/*.test.ts', { cwd: root }).filter((f) => !f.endsWith(other));
        const imports = files.sort().map((f) => `import ${JSON.stringify(join(root, f))};`);
        return {
          contents: imports.join('\n'),
          resolveDir: dirname(root),
          watchDirs: [root],
        };
      });
    },
  };
}
