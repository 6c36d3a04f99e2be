import { assertNever } from '../../engine/core/assertNever.ts';
import { isEmulated, type Profile, type ProfileId, profileOf } from '../../engine/precision/profiles.ts';
import type { Scenario } from '../document/scenario.ts';
import { nativeCall } from './nativeCall.ts';
import type { Library } from './stages.ts';

/** What a program of an emulated precision has beside that of another one; empty text without one. */
export interface EmulationCode {
  /** After the sizes: the tensors rounded as they enter. */
  readonly enter: string;
  /** After the bias: the result rounded as it is stored. */
  readonly store: string;
  /** At the end: what PyTorch itself makes of it. */
  readonly own: string;
  /** A tensor as the scenario gives it: "x" → "given_x". */
  readonly given: (name: string) => string;
}

/** The emulation of a scenario's dtype as its program writes it. */
export function emulationCodeOf(scenario: Scenario, library: Library): EmulationCode {
  const { dtype, bias } = scenario;
  if (!isEmulated(dtype)) return { enter: '', store: '', own: '', given: (name) => name };
  const profile = profileOf(dtype);
  const { factors, output } = profile;
  const given = (name: string): string => `given_${name}`;
  const names = bias === null ? ['x', 'w'] : ['x', 'w', 'b'];
  // TF32 is what multipliers read: a bias is added as it is.
  const entering = dtype === 'tf32' ? ['x', 'w'] : names;
  const list = (tensors: readonly string[], text: (name: string) => string): string => tensors.map(text).join(', ');
  const enter = `\
${roundedCode(dtype, library)}

# What is multiplied: the tensors rounded to ${factors.format}. The reference takes them as they are given.
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

/** float16 sums are what few CPUs make: the stages sum in float32. */
function sumsRemark({ accumulation }: Profile): string {
  return accumulation.format === 'float16'
    ? '# The sums of the stages below are float32: those of float16 operations differ from them within the bound.\n'
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

/** Rounding of float32 numbers by their bits, the last \`dropped\` of which go. */
function byBits(library: Library, format: string, dropped: number): string {
  const half = `0x${(2 ** (dropped - 1) - 1).toString(16)}`;
  const [view, where] =
    library === 'pytorch'
      ? ['t.contiguous().view(torch.int32)', 'torch.where(t.isfinite(), bits.view(torch.float32), t)']
      : ['np.ascontiguousarray(t).view(np.uint32)', 'np.where(np.isfinite(t), bits.view(np.float32), t)'];
  return `\
def rounded(t):
    """To the nearest ${format} number, of two equally near ones the even: the last ${String(dropped)} bits of a float32 go."""
    bits = ${view}
    bits = (bits + ${half} + ((bits >> ${String(dropped)}) & 1)) >> ${String(dropped)} << ${String(dropped)}
    return ${where}
`;
}
