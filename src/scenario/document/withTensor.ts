import { isEmulated } from '../../engine/precision/profiles.ts';
import type { ElementName } from '../../formats/common/element.ts';
import { dtypeOfElement } from './dtypeOfElement.ts';
import type { FileSource, Scenario } from './scenario.ts';

/** The role of a tensor in a call: one of its arguments, or an output of it that is to be checked. */
export type TensorRole = 'input' | 'weight' | 'bias' | 'actual';

/** The roles for people. */
export const roleTitles: Readonly<Record<TensorRole, string>> = {
  input: 'input',
  weight: 'weight',
  bias: 'bias',
  actual: 'output to check',
};

/**
 * Returns the scenario with a tensor of a file in one of its roles. If the tensor is an argument of the call, stored as
 * float16 or bfloat16, and the scenario is float32, which is the default, the tensor's format becomes its dtype.
 */
export function withTensor(scenario: Scenario, role: TensorRole, source: FileSource, element: ElementName): Scenario {
  const stored = dtypeOfElement(element);
  const narrow = role !== 'actual' && scenario.dtype === 'float32' && isEmulated(stored);
  return { ...scenario, ...(narrow ? { dtype: stored } : {}), [role]: source };
}

/**
 * Returns the path by which a scenario names a tensor: relative to the folder of the scenario if the file is inside it,
 * otherwise as it is. "#KEY" is appended if the file holds several tensors. Both paths separate their parts by "/".
 */
export function relativeTensorPath(folder: string | null, file: string, key: string): string {
  const within = folder === null ? null : folder.endsWith('/') ? folder : `${folder}/`;
  // VS Code writes Windows paths as "/c:/data/w.npy".
  const absolute = file.replace(/^\/(?=[a-z]:\/)/i, '');
  const path = within !== null && file.startsWith(within) ? file.slice(within.length) : absolute;
  // A "#" in the path itself must not be read as the one before a key.
  return key === '' && !path.includes('#') ? path : `${path}#${key}`;
}
