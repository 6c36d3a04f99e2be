import type { BuildOptions, Plugin } from 'esbuild';

export function inlineWorker(options: BuildOptions): Plugin;
export function withoutRuns(): Plugin;
export function themeStyles(): Plugin;
export function withoutForms(): Plugin;
export function webVariants(): Plugin;
export function separateBundle(module: string, bundle: string): Plugin;
export function discoveredTests(kind: 'node' | 'web'): Plugin;
