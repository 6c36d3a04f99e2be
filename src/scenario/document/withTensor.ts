import type { FileSource, Scenario } from './scenario.ts';

/** What a tensor can be to a call: one of its arguments, or somebody's output of it that is to be checked. */
export type TensorRole = 'input' | 'weight' | 'bias' | 'actual';

/** As people say it. */
export const roleTitles: Readonly<Record<TensorRole, string>> = {
  input: 'input',
  weight: 'weight',
  bias: 'bias',
  actual: 'output to check',
};

/** The scenario with a tensor in a file in one of its places. */
export function withTensor(scenario: Scenario, role: TensorRole, source: FileSource): Scenario {
  return { ...scenario, [role]: source };
}

/**
 * How a scenario names a tensor: the file's path relative to the scenario's folder where it lies within
 * that, else as it is; with "#KEY" behind it in a file of several. Both paths have "/" between their parts.
 */
export function relativeTensorPath(folder: string | null, file: string, key: string): string {
  const within = folder === null ? null : folder.endsWith('/') ? folder : `${folder}/`;
  // Windows' paths as VS Code has them: "/c:/data/w.npy".
  const absolute = file.replace(/^\/(?=[a-z]:\/)/i, '');
  const path = within !== null && file.startsWith(within) ? file.slice(within.length) : absolute;
  // A "#" of the path's own is not to be taken for the one before a key.
  return key === '' && !path.includes('#') ? path : `${path}#${key}`;
}
