import type { Scenario } from './scenario.ts';

/**
 * The tensors that a scenario names, each as the bytes of a `.npy` file, by its path (with its key) as the scenario
 * writes it.
 */
export type FilesByPath = ReadonlyMap<string, ArrayBuffer>;

/** Returns the paths of the files that a scenario names, each once. */
export function filePathsOf(scenario: Scenario): readonly string[] {
  const sources = [scenario.input, scenario.weight, scenario.bias, scenario.actual];
  const paths = sources.flatMap((source) => (source && 'file' in source ? [source.file] : []));
  return [...new Set(paths)];
}
