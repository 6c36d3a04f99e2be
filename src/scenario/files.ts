import type { Scenario } from './scenario.ts';

/** The bytes of the `.npy` files that a scenario names, by the path as the scenario spells it. */
export type Files = ReadonlyMap<string, ArrayBuffer>;

/** The paths of the files that a scenario names, each once. */
export function filePathsOf(scenario: Scenario): readonly string[] {
  const sources = [scenario.input, scenario.weight, scenario.bias];
  const paths = sources.flatMap((source) => (source && 'file' in source ? [source.file] : []));
  return [...new Set(paths)];
}
