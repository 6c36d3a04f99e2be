import { assertNever } from '../../engine/core/assertNever.ts';
import type { DType } from '../../engine/core/tensor.ts';
import type { ProfileId } from '../../engine/precision/profiles.ts';
import { float16Sums } from './callPreparation.ts';
import type { Scenario } from '../document/scenario.ts';

/**
 * Writes PyTorch's own call in an emulated precision, for the end of a program. It sums in its own order, so it may
 * differ from the program's `y` within the rounding bound. `given` returns the names of the unrounded tensors.
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
        '\n# Allow matrix products on GPUs to sum in float16.\n' +
        float16Sums +
        narrow(scenario, 'float16', given, print("PyTorch's float16"))
      );
    case 'tf32':
      return `
# TF32 needs an NVIDIA GPU of the Ampere generation or later; with this setting it multiplies float32 tensors in TF32.
if torch.cuda.is_available():
    torch.backends.cudnn.allow_tf32 = True
    own = ${expression(scenario, (name) => `${given(name)}.cuda()`)}.cpu()
${print("PyTorch's TF32")}
else:
    print("PyTorch's TF32: not available on this machine")
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
# PyTorch's own ${dtype}. It sums in its own order, so it may differ from y within the rounding bound, also on a CPU.
device = "cuda" if torch.cuda.is_available() else "cpu"
try:
    own = ${own}.cpu()
${print}
except RuntimeError as error:
    print(f"PyTorch's ${dtype}: {error}")
`;
}

/** Writes the call; `tensor` writes a tensor by its name. Asymmetric padding is cropped afterwards. */
function expression({ bias, params }: Scenario, tensor: (name: string) => string): string {
  const [x, w, b] = [tensor('x'), tensor('w'), bias === null ? 'None' : tensor('b')];
  if (params.paddingEnd === undefined) {
    return `F.conv_transpose2d(${x}, ${w}, ${b}, (sH, sW), (pH, pW), (opH, opW), groups, (dH, dW))`;
  }
  const full = `F.conv_transpose2d(${x}, ${w}, None, (sH, sW), 0, 0, groups, (dH, dW))`;
  const cropped = `F.pad(${full}, (-pW, opW - pW, -pH, opH - pH))`;
  return bias === null ? cropped : `(${cropped} + ${b}.reshape(-1, 1, 1))`;
}
