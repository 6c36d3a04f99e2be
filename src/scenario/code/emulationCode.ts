import { assertNever } from '../../engine/core/assertNever.ts';
import { isEmulated, type Profile, type ProfileId, profileOf } from '../../engine/precision/profiles.ts';
import type { Scenario } from '../document/scenario.ts';
import { nativeCall } from './nativeCall.ts';
import type { Library } from './stages.ts';

/** The additional code of a program in an emulated precision; empty for other precisions. */
export interface EmulationCode {
  /** Code after the sizes: rounds the tensors as they enter. */
  readonly enter: string;
  /** Code after the bias: rounds the result as it is stored. */
  readonly store: string;
  /** Code at the end: PyTorch's own call in the precision. */
  readonly own: string;
  /** Returns the name of the unrounded tensor: "x" → "given_x". */
  readonly given: (name: string) => string;
}

/** Returns the code that emulates the dtype of a scenario. */
export function emulationCodeOf(scenario: Scenario, library: Library): EmulationCode {
  const { dtype, bias } = scenario;
  if (!isEmulated(dtype)) return { enter: '', store: '', own: '', given: (name) => name };
  const profile = profileOf(dtype);
  const { factors, output } = profile;
  const given = (name: string): string => `given_${name}`;
  const names = bias === null ? ['x', 'w'] : ['x', 'w', 'b'];
  // TF32 rounds only the factors of multiplications; the bias is added unrounded.
  const entering = dtype === 'tf32' ? ['x', 'w'] : names;
  const list = (tensors: readonly string[], text: (name: string) => string): string => tensors.map(text).join(', ');
  const enter = `\
${roundedCode(dtype, library)}

# The factors are rounded to ${factors.format}. The reference uses the unrounded tensors.
${sumsRemark(profile)}${list(names, given)} = ${list(names, (name) => name)}
${list(entering, (name) => name)} = ${list(entering, (name) => `rounded(${name})`)}
`;
  const stores = output.format !== 'float32';
  return {
    enter,
    store: stores ? `# Stored in ${output.format}.\ny = rounded(y)\n` : '',
    own: library === 'pytorch' ? nativeCall(scenario, dtype, given) : '',
    given,
  };
}

/** Remarks that the stages sum in float32, because few CPUs sum in float16. */
function sumsRemark({ accumulation }: Profile): string {
  return accumulation.format === 'float16'
    ? '# The stages below sum in float32; sums in float16 differ from them within the bound.\n'
    : '';
}

function roundedCode(dtype: Exclude<ProfileId, 'float32' | 'float64'>, library: Library): string {
  switch (dtype) {
    case 'float16':
    case 'float16-accumulate':
      return library === 'pytorch' ? throughDType('float16') : numpyFloat16;
    case 'bfloat16':
      return library === 'pytorch' ? throughDType('bfloat16') : byBits(library, 'bfloat16', 16);
    case 'tf32':
      return byBits(library, 'TF32', 13);
    default:
      return assertNever(dtype, 'precision');
  }
}

function throughDType(dtype: string): string {
  return `def rounded(t):\n    return t.to(torch.${dtype}).float()\n`;
}

const numpyFloat16 = `\
def rounded(t):
    return t.astype(np.float16).astype(np.float32)
`;

/** Writes a function that rounds float32 numbers by removing the last `dropped` bits. */
function byBits(library: Library, format: string, dropped: number): string {
  const half = `0x${(2 ** (dropped - 1) - 1).toString(16)}`;
  const [view, where] =
    library === 'pytorch'
      ? ['t.contiguous().view(torch.int32)', 'torch.where(t.isfinite(), bits.view(torch.float32), t)']
      : ['np.ascontiguousarray(t).view(np.uint32)', 'np.where(np.isfinite(t), bits.view(np.float32), t)'];
  return `\
def rounded(t):
    """Rounds to the nearest ${format} number, ties to even, by removing the last ${String(dropped)} bits of a float32."""
    bits = ${view}
    bits = (bits + ${half} + ((bits >> ${String(dropped)}) & 1)) >> ${String(dropped)} << ${String(dropped)}
    return ${where}
`;
}
