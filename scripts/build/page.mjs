import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { inlineWorker, themeStyles, withoutKernels } from './plugins.mjs';

const root = resolve(import.meta.dirname, '../..');
/** @type {{version: string}} */
const { version } = JSON.parse(readFileSync(resolve(root, 'package.json'), 'utf8'));

/**
 * Returns the options that all bundles have in common.
 * @param {boolean} production true for a minified bundle without source maps, as in the VSIX
 * @returns {import('esbuild').BuildOptions}
 */
export function commonOptions(production) {
  return {
    bundle: true,
    absWorkingDir: root,
    logLevel: 'warning',
    metafile: true,
    minify: production,
    sourcemap: production ? false : 'inline',
    sourcesContent: !production,
    legalComments: 'none',
    // `import` of an SVG file gives its text.
    loader: { '.svg': 'text' },
    define: {
      'process.env.NODE_ENV': production ? '"production"' : '"development"',
      'process.env.CONVT_VERSION': JSON.stringify(version),
    },
  };
}

/**
 * Returns the options of a bundle that runs in a browser.
 * @param {boolean} production true for a minified bundle without source maps
 * @returns {import('esbuild').BuildOptions}
 */
export function browserOptions(production) {
  return { ...commonOptions(production), platform: 'browser', format: 'iife', target: 'es2022' };
}

/**
 * Returns the bundles of the page: the script, which contains the script of its workers, and the style sheet; and those
 * of an HTML report, which holds the page in a frame.
 * @param {boolean} production true for minified bundles without source maps
 * @returns {{entry: string, options: import('esbuild').BuildOptions}[]}
 */
export function pageBundles(production) {
  const browser = browserOptions(production);
  const worker = { ...browser, entryPoints: ['webview/worker/main.ts'], write: false };
  return [
    {
      entry: 'webview/main.tsx',
      options: {
        ...browser,
        outfile: 'dist/webview.js',
        jsx: 'automatic',
        jsxImportSource: 'preact',
        plugins: [withoutKernels(), inlineWorker(worker)],
      },
    },
    { entry: 'webview/main.css', options: { ...commonOptions(production), outfile: 'dist/webview.css' } },
    {
      entry: 'webview/report/main.ts',
      options: { ...browser, outfile: 'dist/report.js', plugins: [withoutKernels()] },
    },
    { entry: 'webview/report/frame.ts', options: { ...browser, outfile: 'dist/report-frame.js' } },
    {
      entry: 'webview/report/frame.css',
      options: { ...commonOptions(production), outfile: 'dist/report-frame.css', plugins: [themeStyles()] },
    },
  ];
}
