/**
 * Bundles the product into dist/. Does not check types; `tsc -b` does.
 *   node esbuild.mjs                for development: readable, with inline source maps (a webview can load no other)
 *   node esbuild.mjs --production   as shipped in the VSIX: minified, without source maps
 *   node esbuild.mjs --watch        rebuilds at every change
 *   node esbuild.mjs --tests        builds the integration tests' bundles as well
 */
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import * as esbuild from 'esbuild';
import { buildKernels } from './scripts/build/kernels.mjs';
import { commonOptions, pageBundles } from './scripts/build/page.mjs';
import { discoveredTests, separateBundle, vscodeNames, webVariants, withoutForms } from './scripts/build/plugins.mjs';

const production = process.argv.includes('--production');
const watch = process.argv.includes('--watch');
const tests = process.argv.includes('--tests');

const common = commonOptions(production);

/** The options of a bundle that an extension host loads with `require`. @type {esbuild.BuildOptions} */
const host = { ...common, format: 'cjs', external: ['vscode'] };
/** A package is bundled from its ES module if it has one. @type {esbuild.BuildOptions} */
const node = { platform: 'node', mainFields: ['module', 'main'] };
/** VS Code 1.105 runs Node 22. @type {esbuild.BuildOptions} */
const nodeHost = { ...host, ...node, target: 'node22' };
/** The web worker host has no Node: `x.web.ts` replaces `x.ts`. @type {esbuild.BuildOptions} */
const webHost = { ...host, platform: 'browser', target: 'es2022', plugins: [webVariants()] };

const pythonTools = separateBundle('(?:callTools|changeTools|pythonLayer)', 'pythonTools');
const fileTools = separateBundle('(?:openTensorFile|pairReader|readTensorAsNpy|writeNpz)', 'fileTools');

const engineTools = separateBundle(
  '(?:checkedOutput|diagnosisMarkdown|headlessRun|headlessGradient|checkDocument|exportReport|scenarioLink|tools)',
  'engineTools',
);

/** One plugin for all bundles, so that a build reads the names once. */
const names = vscodeNames();

/**
 * Returns a bundle of the Node extension host that uses VS Code, and loads others when they are needed.
 * @param {string} entry
 * @param {string} outfile
 * @param {esbuild.Plugin[]} others
 */
function hostBundle(entry, outfile, others) {
  // VS Code gives `vscode` to modules that are loaded with `require`.
  const supported = { 'dynamic-import': false };
  return { entry, options: { ...nodeHost, plugins: [names, ...others], supported, outfile } };
}

/** @type {{entry: string, options: esbuild.BuildOptions, test?: boolean}[]} */
const bundles = [
  hostBundle('src/extension/main.ts', 'dist/extension.cjs', [pythonTools, fileTools, engineTools]),
  // In the web worker host, which cannot load a second script, this is a part of the one bundle.
  hostBundle('src/extension/changes/pythonTools.ts', 'dist/pythonTools.cjs', [fileTools]),
  { entry: 'src/extension/fileTools.ts', options: { ...nodeHost, outfile: 'dist/fileTools.cjs' } },
  hostBundle('src/extension/engineTools.ts', 'dist/engineTools.cjs', [pythonTools, fileTools]),
  { entry: 'src/extension/main.ts', options: { ...webHost, outfile: 'dist/extension.web.cjs' } },
  ...pageBundles(production),
  {
    entry: 'src/cli/main.ts',
    options: {
      ...common,
      ...node,
      format: 'esm',
      target: 'node20',
      banner: { js: '#!/usr/bin/env node' },
      plugins: [withoutForms()],
      outfile: 'dist/convt.js',
    },
  },
  ...[
    { kind: 'node', options: nodeHost },
    { kind: 'web', options: webHost },
  ].map(({ kind, options }) => ({
    entry: 'test/integration/run.ts',
    test: true,
    options: {
      ...options,
      minify: false,
      plugins: [...(options.plugins ?? []), discoveredTests(kind)],
      outfile: `dist/test/integration.${kind}.cjs`,
    },
  })),
];

// The bundles, and the tests that run the sources, import the kernels' bytes from the module that this writes.
await buildKernels();
const wanted = bundles.filter(({ test }) => tests || !test);

// Only a production build empties the folder first: an open VS Code may be loading the bundles of a development build.
if (production) rmSync(new URL('dist', import.meta.url), { recursive: true, force: true });
const announce = watch ? [announceBuilds()] : [];
const contexts = await Promise.all(
  wanted.map(({ entry, options }) =>
    esbuild.context({
      ...options,
      entryPoints: [entry],
      plugins: [...(options.plugins ?? []), ...announce],
    }),
  ),
);
if (watch) {
  await Promise.all(contexts.map((context) => context.watch()));
} else {
  const results = await Promise.allSettled(contexts.map((context) => context.rebuild()));
  await Promise.all(contexts.map((context) => context.dispose()));
  // esbuild has printed each error with its place.
  if (results.some((result) => result.status === 'rejected')) process.exitCode = 1;
  else printSizes(wanted.filter(({ test }) => !test).map(({ options }) => String(options.outfile)));
}

/**
 * Prints `build started` when the first of several bundles starts to build and `build finished` when all are built, so
 * that a VS Code task that waits for `npm run watch` knows when dist/ is complete.
 * @returns {import('esbuild').Plugin} one plugin for all bundles
 */
function announceBuilds() {
  let running = 0;
  return {
    name: 'announce-builds',
    setup(build) {
      build.onStart(() => {
        if (running++ === 0) console.log('build started');
      });
      build.onEnd(() => {
        if (--running === 0) console.log('build finished');
      });
    },
  };
}

/**
 * Prints the size of each bundle, uncompressed and gzipped (about the size in the VSIX).
 * @param {readonly string[]} files
 */
function printSizes(files) {
  const kibibytes = (bytes) => `${(bytes / 1024).toFixed(1)} KiB`.padStart(12);
  for (const file of files) {
    if (!existsSync(file)) continue;
    const content = readFileSync(file);
    const gzipped = gzipSync(content).length;
    console.log(`${file.padEnd(24)}${kibibytes(content.length)} ${kibibytes(gzipped)} gzipped`);
  }
}
