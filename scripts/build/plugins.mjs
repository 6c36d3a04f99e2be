import { existsSync, globSync, readFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import * as esbuild from 'esbuild';

/**
 * Makes `import packed from 'virtual:worker'` return the worker's bundle as a string: deflated, then base64. A webview
 * can only start a worker from a blob, because it cannot load workers from its resources.
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
 * Leaves out of the page's script what only workers do: the computations of the formulations, and the compiled
 * WebAssembly kernels. The page itself only needs the stages, and the memory that a run takes.
 * @returns {esbuild.Plugin}
 */
export function withoutRuns() {
  return {
    name: 'without-runs',
    setup(build) {
      build.onLoad({ filter: /[\\/]formulations[\\/]\w+[\\/]\w+\.ts$/ }, ({ path }) => {
        // A formulation's row has the name of its folder.
        if (basename(path, '.ts') !== basename(dirname(path))) return undefined;
        const source = readFileSync(path, 'utf8');
        const row = /^ {2}(run|bound): \w+,$/gm;
        const contents = source.replace(row, '  $1: () => { throw new Error("Workers compute."); },');
        if (contents === source) throw new Error(`${path} has no line "run: …," to leave out`);
        return { contents, loader: 'ts' };
      });
      build.onLoad({ filter: /[\\/]kernelBytes\.ts$/ }, () => ({
        contents: "export const kernelBytes = '';",
        loader: 'ts',
      }));
    },
  };
}

/**
 * Leaves Ajv out of the command line. The library of the Model Context Protocol checks with it what a user filled into a
 * form; `convt mcp` shows no forms.
 * @returns {esbuild.Plugin}
 */
export function withoutForms() {
  return {
    name: 'without-forms',
    setup(build) {
      build.onLoad({ filter: /[\\/]validation[\\/]ajv-provider\.js$/ }, () => ({
        contents: 'export class AjvJsonSchemaValidator {}',
        loader: 'js',
      }));
    },
  };
}

/** The conditions under which a report has each of VS Code's captured themes. */
const themeConditions = {
  light: null,
  dark: '(prefers-color-scheme: dark)',
  'hc-light': '(forced-colors: active), (prefers-contrast: more)',
  'hc-dark':
    '(forced-colors: active) and (prefers-color-scheme: dark), (prefers-contrast: more) and (prefers-color-scheme: dark)',
};

/**
 * Makes `@import 'virtual:themes'` the custom properties of VS Code's themes, as they were captured, each under the
 * reader's preference that it serves. A later theme replaces all properties of an earlier one.
 * @returns {esbuild.Plugin}
 */
export function themeStyles() {
  return {
    name: 'theme-styles',
    setup(build) {
      const path = resolve(build.initialOptions.absWorkingDir ?? process.cwd(), 'scripts/dev/page/themes.json');
      build.onResolve({ filter: /^virtual:themes$/ }, () => ({ path, namespace: 'themes' }));
      build.onLoad({ filter: /.*/, namespace: 'themes' }, () => {
        /** @type {Record<string, {variables: Record<string, string | null>}>} */
        const themes = JSON.parse(readFileSync(path, 'utf8'));
        const blocks = Object.entries(themeConditions).map(([name, condition]) => {
          const properties = Object.entries(themes[name].variables).map(
            // `initial` makes a property invalid, as if the theme did not define it.
            ([property, value]) => `${property}: ${value ?? 'initial'};`,
          );
          const rule = `:root { ${properties.join(' ')} }`;
          return condition === null ? rule : `@media ${condition} { ${rule} }`;
        });
        return { contents: blocks.join('\n'), loader: 'css', watchFiles: [path] };
      });
    },
  };
}

/**
 * Makes a bundle for browsers import `x.web.ts` instead of `x.ts`, if there is such a file. The two files contain what
 * differs between Node and browsers.
 * @returns {esbuild.Plugin}
 */
export function webVariants() {
  return {
    name: 'web-variants',
    setup(build) {
      build.onResolve({ filter: /^\..*\.tsx?$/ }, ({ path, importer, resolveDir }) => {
        // A `.web.ts` file may itself import the file that it replaces.
        if (/\.web\.tsx?$/.test(importer)) return undefined;
        const variant = resolve(resolveDir, path.replace(/\.(tsx?)$/, '.web.$1'));
        return existsSync(variant) ? { path: variant } : undefined;
      });
    },
  };
}

/**
 * Leaves modules that are imported dynamically, `import('./x.ts')`, to a bundle of their own in the same folder of dist/,
 * which exports what they export. Node then reads and compiles their code only when it is needed.
 * @param {string} module the names of the modules, without their extension, as a regular expression
 * @param {string} bundle the name of the bundle
 * @returns {esbuild.Plugin}
 */
export function separateBundle(module, bundle) {
  return {
    name: 'separate-bundle',
    setup(build) {
      build.onResolve({ filter: new RegExp(`/${module}\\.ts$`) }, ({ kind }) =>
        kind === 'dynamic-import' ? { path: `./${bundle}.cjs`, external: true } : undefined,
      );
    },
  };
}

/**
 * Takes the names of VS Code's API that the extension uses from its module once. esbuild would copy all of some 400 names
 * for each file that imports the module, which takes longer than everything else at activation. Bundles that are built at the
 * same time share what the first of them reads.
 * @returns {esbuild.Plugin} one plugin for all bundles
 */
export function vscodeNames() {
  let running = 0;
  /** @type {esbuild.OnLoadResult | null} */
  let read = null;
  return {
    name: 'vscode-names',
    setup(build) {
      const root = build.initialOptions.absWorkingDir ?? process.cwd();
      build.onStart(() => {
        if (running++ === 0) read = null;
      });
      build.onEnd(() => {
        running -= 1;
      });
      build.onResolve({ filter: /^vscode$/ }, ({ namespace }) =>
        namespace === 'vscode' ? { path: 'vscode', external: true } : { path: 'vscode', namespace: 'vscode' },
      );
      build.onLoad({ filter: /.*/, namespace: 'vscode' }, () => (read ??= usedNames(root)));
    },
  };
}

/**
 * Returns a module that exports the names of VS Code's API that the extension uses.
 * @param {string} root
 * @returns {esbuild.OnLoadResult}
 */
function usedNames(root) {
  const files = globSync('src/extension/**/*.ts', { cwd: root }).map((file) => join(root, file));
  const names = new Set(
    files.flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(/\bvscode\.([A-Za-z]\w*)/g)].map(([, name]) => name),
    ),
  );
  const lines = [...names].sort().map((name) => `export const ${name} = vscode.${name};`);
  return { contents: ["const vscode = require('vscode');", ...lines].join('\n'), loader: 'js', watchFiles: files };
}

/**
 * Makes `import 'virtual:integration-tests'` import every test file that exists when the bundle is built.
 * `x.node.test.ts` runs only in the Node extension host, `x.web.test.ts` only in the web worker extension host, and
 * `x.test.ts` in both.
 * @param {string} kind 'node' or 'web'
 * @returns {esbuild.Plugin}
 */
export function discoveredTests(kind) {
  const other = kind === 'node' ? '.web.test.ts' : '.node.test.ts';
  return {
    name: 'discovered-tests',
    setup(build) {
      const root = join(build.initialOptions.absWorkingDir ?? process.cwd(), 'test/integration');
      // If `module` exists, Mocha's browser build assigns to `module.exports`. Here that would overwrite the exports of
      // the whole bundle.
      build.onLoad({ filter: /[\\/]mocha[\\/]mocha\.js$/ }, ({ path }) => ({
        contents: `const module = undefined, exports = undefined;\n${readFileSync(path, 'utf8')}`,
      }));
      build.onResolve({ filter: /^virtual:integration-tests$/ }, ({ path }) => ({
        path,
        namespace: 'tests',
      }));
      build.onLoad({ filter: /.*/, namespace: 'tests' }, () => {
        // CONVT_INTEGRATION=code* bundles only the files with these names.
        const wanted = process.env.CONVT_INTEGRATION ?? '**/*';
        const files = globSync(`${wanted}.test.ts`, { cwd: root }).filter((f) => !f.endsWith(other));
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
