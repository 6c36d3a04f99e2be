import { assertNever } from '../../engine/core/assertNever.ts';
import type { DType } from '../../engine/core/tensor.ts';
import type { ProfileId } from '../../engine/precision/profiles.ts';
import { float16Sums } from './callPreparation.ts';
import type { Scenario } from '../document/scenario.ts';

/**
 * PyTorch's own call in an emulated precision, at the end of a program: it sums in an order of its own, so that
 * it may differ from the program's `y`, within the rounding bound. `given`: names of the tensors as they are given.
 */
export function nativeCall(
  scenario: Scenario,
  dtype: Exclude<ProfileId, DType>,
  given: (name: string) => string,
): string {
  const { input } = scenario;
  if ('shape' in input && input.shape.includes(0)) return '';
  const print = (title: string): string =>
    `    print(f"${title}: max |y - reference| = {abs(own.double() - reference).max():.3g}")`;
  switch (dtype) {
    case 'bfloat16':
      return narrow(scenario, 'bfloat16', given, print("PyTorch's bfloat16"));
    case 'float16':
      return narrow(scenario, 'float16', given, print("PyTorch's float16"));
    case 'float16-accumulate':
      return (
        '\n# Lets matrix products on GPUs sum in float16.\n' +
        float16Sums +
        narrow(scenario, 'float16', given, print("PyTorch's float16"))
      );
    case 'tf32':
      return `
# TF32 itself needs an NVIDIA GPU since Ampere, where float32 tensors are multiplied in it if this is set.
if torch.cuda.is_available():
    torch.backends.cudnn.allow_tf32 = True
    own = ${expression(scenario, (name) => `${given(name)}.cuda()`)}.cpu()
${print("PyTorch's TF32")}
else:
    print("PyTorch's TF32: there is no such GPU here")
`;
    default:
      return assertNever(dtype, 'precision');
  }
}

function narrow(
  scenario: Scenario,
  dtype: 'bfloat16' | 'float16',
  given: (name: string) => string,
  print: string,
): string {
  const own = expression(scenario, (name) => `${given(name)}.to(device, torch.${dtype})`);
  return `
# PyTorch's own ${dtype}. It sums in an order of its own: it may differ from y, on a CPU as well, within the rounding bound.
device = "cuda" if torch.cuda.is_available() else "cpu"
try:
    own = ${own}.cpu()
${print}
except RuntimeError as error:
    print(f"PyTorch's ${dtype}: {error}")
`;
}

/** The call on tensors written in some way; a padding of its own at the end is cropped by hand. */
function expression({ bias, params }: Scenario, tensor: (name: string) => string): string {
  const [x, w, b] = [tensor('x'), tensor('w'), bias === null ? 'None' : tensor('b')];
  if (params.paddingEnd === undefined) {
    return `F.conv_transpose2d(${x}, ${w}, ${b}, (sH, sW), (pH, pW), (opH, opW), groups, (dH, dW))`;
  }
  const full = `F.conv_transpose2d(${x}, ${w}, None, (sH, sW), 0, 0, groups, (dH, dW))`;
  const cropped = `F.pad(${full}, (-pW, opW - pW, -pH, opH - pH))`;
  return bias === null ? cropped : `(${cropped} + ${b}.reshape(-1, 1, 1))`;
}
