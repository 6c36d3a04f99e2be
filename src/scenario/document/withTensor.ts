import { assertNever } from '../../engine/core/assertNever.ts';
import type { Shape } from '../../engine/core/tensor.ts';
import { isEmulated } from '../../engine/precision/profiles.ts';
import type { ElementName } from '../../formats/common/element.ts';
import { rawLayoutOf } from '../../formats/common/rawLayout.ts';
import { tensorPathText } from '../../formats/common/tensorPath.ts';
import { dtypeOfElement } from './dtypeOfElement.ts';
import { type FileSource, openDType, type Scenario, type TensorSource } from './scenario.ts';

/** The role of a tensor in a call: one of its arguments, or an output of it that is to be checked. */
export type TensorRole = 'input' | 'weight' | 'bias' | 'actual';

/** The roles for people. */
export const roleTitles: Readonly<Record<TensorRole, string>> = {
  input: 'input',
  weight: 'weight',
  bias: 'bias',
  actual: 'output to check',
};

/** What is known of a tensor in a file: the format of its numbers, and its shape, null if it is not known. */
interface StoredTensor {
  readonly element: ElementName;
  readonly shape: Shape | null;
}

/**
 * Returns the scenario with a tensor of a file in one of its roles. The channels of tensors that are fills follow those
 * of the file, if its shape is known and fits the role; written-out values and other files stay. If the tensor is an
 * argument of the call, stored as float16 or bfloat16, and the scenario is float32, which is the default, the files
 * decide the dtype from then on.
 */
export function withTensor(
  scenario: Scenario,
  role: TensorRole,
  source: FileSource,
  { element, shape }: StoredTensor,
): Scenario {
  const isNarrow = role !== 'actual' && scenario.dtype === 'float32' && isEmulated(dtypeOfElement(element));
  return {
    ...scenario,
    ...(shape === null ? {} : following(scenario, role, shape)),
    ...(isNarrow ? openDType : {}),
    [role]: source,
  };
}

/** Returns the fills that follow the channels of a tensor. */
function following({ input, weight, bias, params }: Scenario, role: TensorRole, shape: Shape): Partial<Scenario> {
  const { groups } = params;
  switch (role) {
    case 'input': {
      const cin = shape.at(-3);
      const isImage = shape.length === 3 || shape.length === 4;
      return isImage && cin !== undefined ? { weight: withAxis(weight, 0, cin) } : {};
    }
    case 'weight': {
      const [cin, coutPerGroup] = shape;
      if ((shape.length !== 4 && shape.length !== 3) || cin === undefined || coutPerGroup === undefined) return {};
      return { input: withAxis(input, -3, cin), bias: bias && withAxis(bias, 0, coutPerGroup * groups) };
    }
    case 'bias': {
      const [cout] = shape;
      const fits = shape.length === 1 && cout !== undefined && cout % groups === 0;
      return fits ? { weight: withAxis(weight, 1, cout / groups) } : {};
    }
    case 'actual':
      return {};
    default:
      return assertNever(role, 'tensor role');
  }
}

/** Returns a fill with another size along an axis, negative from the end; any other source as it is. */
function withAxis(source: TensorSource, axis: number, size: number): TensorSource {
  if (!('fill' in source)) return source;
  const at = axis < 0 ? source.shape.length + axis : axis;
  return { ...source, shape: source.shape.map((old, index) => (index === at ? size : old)) };
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
  if (rawLayoutOf(key) !== null) return tensorPathText({ file: path, key });
  // A "#" in the path itself must not be read as the one before a key.
  return key === '' && !path.includes('#') ? path : `${path}#${key}`;
}
