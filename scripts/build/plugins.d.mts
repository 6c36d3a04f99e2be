import type { BuildOptions, Plugin } from 'esbuild';

export function inlineWorker(options: BuildOptions): Plugin;
export function withoutKernels(): Plugin;
export function themeStyles(): Plugin;
export function withoutForms(): Plugin;
export function webVariants(): Plugin;
export function discoveredTests(kind: 'node' | 'web'): Plugin;
