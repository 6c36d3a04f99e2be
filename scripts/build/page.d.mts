import type { BuildOptions } from 'esbuild';

export interface Bundle {
  readonly entry: string;
  readonly options: BuildOptions;
}
export function commonOptions(production: boolean): BuildOptions;
export function browserOptions(production: boolean): BuildOptions;
export function pageBundles(production: boolean): Bundle[];
