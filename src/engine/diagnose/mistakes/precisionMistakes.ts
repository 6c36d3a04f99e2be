import { assertNever } from '../../core/assertNever.ts';
import type { ProfileId } from '../../precision/profiles.ts';
import { profileOf } from '../../precision/profiles.ts';
import { type FixCode, unfoldCode } from '../model/fixCode.ts';
import type { Mistake } from '../model/mistake.ts';
import { biasLine } from './code.ts';

/** Returns a precision as a catalogue entry. It predicts a bound rather than values, so it is found by its profile. */
function entry(id: string, title: string, profile: ProfileId, fix: string, code: FixCode | null): Mistake {
  return {
    id,
    title,
    means: 'rounding of that precision',
    place: 'output',
    known: [profileOf(profile).origin],
    fix,
    code,
    hypotheses: () => [],
  };
}

/** Returns the code of tensor cores: factors and output in another dtype, sums in float32. */
const lowerCode = (to: 'bfloat16' | 'half'): FixCode =>
  unfoldCode(`\
-x, w = x.${to}().float(), w.${to}().float()
-b = b.${to}().float()
 N, Cin, H, W = x.shape
 Y = K @ U
 ${biasLine}
-y = y.${to}().float()`);

const inFloat32 = entry(
  'precision-float32',
  'Computed in float32',
  'float32',
  'Use float64 tensors, or compare in float32.',
  unfoldCode('-Y = (K.float() @ U.float()).double()\n+Y = K @ U'),
);
const inTf32 = entry(
  'precision-tf32',
  'Computed with TF32 inputs',
  'tf32',
  'Set torch.backends.cudnn.allow_tf32 = False for float32, or compare within the TF32 bound.',
  // The program does not say which hardware units multiply.
  null,
);
const inBfloat16 = entry(
  'precision-bfloat16',
  'Computed in bfloat16',
  'bfloat16',
  'Run it in float32 outside of autocast, or compare within the bfloat16 bound.',
  lowerCode('bfloat16'),
);
const inFloat16 = entry(
  'precision-float16',
  'Computed in float16',
  'float16',
  'Run it in float32 outside of autocast, or compare within the float16 bound.',
  lowerCode('half'),
);

export const precisionMistakes: readonly Mistake[] = [inTf32, inBfloat16, inFloat16, inFloat32];

/** Returns true if a mistake is a precision, which predicts how far values may be off, but no values. */
export const isPrecision = ({ id }: Pick<Mistake, 'id'>): boolean =>
  precisionMistakes.some((mistake) => mistake.id === id);

/** Returns the entry of a profile that differs from the call's dtype; null for float64, which is never a mistake. */
export function mistakeOfProfile(id: ProfileId): Mistake | null {
  switch (id) {
    case 'float64':
      return null;
    case 'float32':
      return inFloat32;
    case 'tf32':
      return inTf32;
    case 'bfloat16':
      return inBfloat16;
    case 'float16':
    case 'float16-accumulate':
      return inFloat16;
    default:
      return assertNever(id, 'precision');
  }
}
