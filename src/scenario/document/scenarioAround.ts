import { assertNever } from '../../engine/core/assertNever.ts';
import { defaultParams, type Params } from '../../engine/core/call.ts';
import { isEmulated } from '../../engine/precision/profiles.ts';
import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import type { Shape } from '../../engine/core/tensor.ts';
import { formatShape } from '../text/format.ts';
import { defaultFormulation, type FileSource, openDType, type Scenario } from './scenario.ts';
import { roleTitles, type TensorRole } from './withTensor.ts';

/** A tensor in a file: what is needed to make a call around it. */
export interface FileTensor {
  readonly source: FileSource;
  readonly shape: Shape;
  readonly dtype: Scenario['dtype'];
}

/** Channels and side length of the tensors that are made up, small enough to read cell by cell. */
const channels = 3;
const side = 8;
/** Doubles the size of the input, as most up-convolutions do. */
const doubling: Params = { ...defaultParams, stride: [2, 2], padding: [1, 1] };
/** Keeps the size of the input. */
const keeping: Params = { ...defaultParams, padding: [1, 1] };

/**
 * Makes a call in which a tensor of a file has the role `role`. The other tensors are filled, with matching shapes.
 * Refused if the shape does not fit the role.
 */
export function scenarioAround(role: TensorRole, tensor: FileTensor): Result<Scenario> {
  const made = callOf(role, tensor.shape);
  if (made === null) {
    return refuse(
      role,
      `A tensor of shape ${formatShape(tensor.shape)} cannot be the ${roleTitles[role]}: ${needed[role]}.`,
    );
  }
  const scenario: Scenario = {
    version: 1,
    name: tensor.source.file,
    ...dtypeFrom(tensor),
    input: { fill: 'smooth', shape: made.input },
    weight: { fill: 'randn', shape: made.weight },
    bias: null,
    params: made.params,
    seed: 0,
    formulation: defaultFormulation,
    tolerance: {},
  };
  return ok({ ...scenario, [role]: tensor.source });
}

/** Returns the dtype of a call around a tensor: chosen by the files if the tensor has half precision. */
export function dtypeFrom({ dtype }: FileTensor): Pick<Scenario, 'dtype' | 'isDTypeOpen'> {
  return isEmulated(dtype) ? openDType : { dtype };
}

const needed: Readonly<Record<TensorRole, string>> = {
  input: 'it must have the axes (N, Cin, H, W) or (Cin, H, W), each of at least 1',
  weight: 'it must have the axes (Cin, Cout, kH, kW), or (Cin, Cout, k) of a 1-D layer, each of at least 1',
  bias: 'it must have one axis, (Cout), of at least 1',
  actual: 'it must have the axes (N, Cout, H, W) or (Cout, H, W), each of at least 1',
};

interface Made {
  readonly input: Shape;
  readonly weight: Shape;
  readonly params: Params;
}

function callOf(role: TensorRole, shape: Shape): Made | null {
  if (shape.some((size) => size < 1)) return null;
  const image = shape.length === 3 || shape.length === 4;
  const [c = 1, h = 1, w = 1] = shape.slice(-3);
  switch (role) {
    case 'input':
      return image ? { input: shape, weight: [c, channels, 4, 4], params: doubling } : null;
    case 'weight': {
      const [cin = 1] = shape;
      if (shape.length === 3) return { input: [1, cin, 1, 2 * side], weight: shape, params: defaultParams };
      if (shape.length !== 4) return null;
      return { input: [1, cin, side, side], weight: shape, params: defaultParams };
    }
    case 'bias':
      if (shape.length !== 1) return null;
      return { input: [1, channels, side, side], weight: [channels, c, 4, 4], params: doubling };
    case 'actual': {
      if (!image) return null;
      const input = [...shape.slice(0, -3), channels, h, w];
      return { input, weight: [channels, c, 3, 3], params: keeping };
    }
    default:
      return assertNever(role, 'tensor role');
  }
}
