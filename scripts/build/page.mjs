import { resolve } from 'node:path';
import { inlineWorker, withoutKernels } from './plugins.mjs';

const root = resolve(import.meta.dirname, '../..');

/**
 * The options that all bundles have in common.
 * @param {boolean} production minified, without source maps: what the VSIX ships
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
    // Icons are files of their own, shipped as text.
    loader: { '.svg': 'text' },
    define: { 'process.env.NODE_ENV': production ? '"production"' : '"development"' },
  };
}

/**
 * A script for a browser.
 * @param {boolean} production
 * @returns {import('esbuild').BuildOptions}
 */
export function browserOptions(production) {
  return { ...commonOptions(production), platform: 'browser', format: 'iife', target: 'es2022' };
}

/**
 * The page's script, with its worker inside, and its style sheet.
 * @param {boolean} production
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
  ];
}
