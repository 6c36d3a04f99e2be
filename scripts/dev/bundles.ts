import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as esbuild from 'esbuild';
import { buildKernels } from '../build/kernels.mjs';
import { type Bundle, browserOptions, pageBundles } from '../build/page.mjs';
import { webVariants } from '../build/plugins.mjs';
import { root } from '../lab/paths.ts';

const pageFolder = join(import.meta.dirname, 'page');
/** The entry points of the development server's own pages. */
const entries = ['page.ts', 'bench.ts', 'gallery.ts', 'eventsWorker.ts', 'page.css', 'bench.css', 'gallery.css'];

/** The result of a build: the files, by the paths under which they are served, and the build's errors. */
export interface Built {
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly errors: readonly string[];
}

export interface Bundler {
  /** Builds the bundles whose sources changed since the last build. */
  build(): Promise<Built>;
  dispose(): Promise<void>;
}

/** Bundles the product's page exactly as it is shipped, and the development server's own pages, into memory. */
export async function startBundler(production: boolean): Promise<Bundler> {
  await buildKernels();
  const contexts = await Promise.all(
    [...pageBundles(production), devPages(production)].map(({ entry, options }) =>
      esbuild.context({
        ...options,
        ...(entry === '' ? {} : { entryPoints: [entry] }),
        write: false,
        logLevel: 'silent',
      }),
    ),
  );
  return {
    build: async () => await built(contexts),
    dispose: async () => {
      await Promise.all(contexts.map((context) => context.dispose()));
    },
  };
}

/** Returns the bundle of the development server's own pages. Its entry points are in the options. */
function devPages(production: boolean): Bundle {
  const options = browserOptions(production);
  return {
    entry: '',
    options: {
      ...options,
      entryPoints: entries.map((entry) => join(pageFolder, entry)),
      outdir: 'bundles',
      // The extension's code imports this module, which runs in a browser, instead of VS Code's API.
      alias: { vscode: join(pageFolder, 'vscode', 'index.ts') },
      plugins: [webVariants(), styleTexts()],
    },
  };
}

/** Makes `import` of a style sheet in a script give the text of the style sheet. */
function styleTexts(): esbuild.Plugin {
  return {
    name: 'style-texts',
    setup(build) {
      build.onLoad({ filter: /default-styles\.css$/ }, async ({ path }) => {
        return { contents: await readFile(path, 'utf8'), loader: 'text', watchFiles: [path] };
      });
    },
  };
}

async function built(contexts: readonly esbuild.BuildContext[]): Promise<Built> {
  const results = await Promise.allSettled(contexts.map((context) => context.rebuild()));
  const files = new Map<string, Uint8Array>();
  const errors: string[] = [];
  for (const result of results) {
    if (result.status === 'fulfilled') {
      for (const { path, contents } of result.value.outputFiles ?? []) files.set(addressOf(path), contents);
    } else errors.push(...(await messagesOf(result.reason)));
  }
  return { files, errors };
}

/** Returns the path under which a bundle is served: its path in the repository. */
function addressOf(path: string): string {
  return path.slice(root.length).replaceAll('\\', '/');
}

async function messagesOf(reason: unknown): Promise<readonly string[]> {
  if (typeof reason !== 'object' || reason === null || !('errors' in reason)) return [String(reason)];
  const { errors } = reason as esbuild.BuildFailure;
  return await esbuild.formatMessages(errors, { kind: 'error' });
}
