import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { inlineWorker, themeStyles, withoutRuns } from './plugins.mjs';

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
 * Returns the bundles of the pages: the script of the debugger, that of the pages that show tensors without a call, each
 * of which contains the script of its workers, and the style sheet; and those of an HTML report, which holds the debugger
 * in a frame.
 * @param {boolean} production true for minified bundles without source maps
 * @returns {{entry: string, options: import('esbuild').BuildOptions}[]}
 */
export function pageBundles(production) {
  const browser = browserOptions(production);
  const script = (entry, worker, outfile) => ({
    entry,
    options: {
      ...browser,
      outfile,
      jsx: 'automatic',
      jsxImportSource: 'preact',
      plugins: [withoutRuns(), inlineWorker({ ...browser, entryPoints: [worker], write: false })],
    },
  });
  return [
    script('webview/main.ts', 'webview/worker/main.ts', 'dist/webview.js'),
    script('webview/tensorMain.ts', 'webview/worker/tensorMain.ts', 'dist/tensors.js'),
    { entry: 'webview/main.css', options: { ...commonOptions(production), outfile: 'dist/webview.css' } },
    {
      entry: 'webview/report/main.ts',
      options: { ...browser, outfile: 'dist/report.js', plugins: [withoutRuns()] },
    },
    { entry: 'webview/report/frame.ts', options: { ...browser, outfile: 'dist/report-frame.js' } },
    {
      entry: 'webview/report/frame.css',
      options: { ...commonOptions(production), outfile: 'dist/report-frame.css', plugins: [themeStyles()] },
    },
  ];
}
