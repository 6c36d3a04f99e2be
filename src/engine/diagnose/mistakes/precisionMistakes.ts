import type { ProfileId } from '../../precision/profiles.ts';
import { profileOf } from '../../precision/profiles.ts';
import type { Mistake } from '../mistake.ts';

/** A precision as an entry of the catalogue. It predicts no value but a bound, so it is found by its profile. */
function entry(id: string, title: string, of: ProfileId, fix: string): Mistake {
  return {
    id,
    title,
    place: 'output',
    known: [profileOf(of).origin],
    fix,
    hypotheses: () => [],
  };
}

const inFloat32 = entry(
  'precision-float32',
  'Computed in float32',
  'float32',
  'Give it float64 tensors, or compare in float32.',
);
const inTf32 = entry(
  'precision-tf32',
  'Computed with TF32 inputs',
  'tf32',
  'Set torch.backends.cudnn.allow_tf32 = False for float32, or compare within the TF32 bound.',
);
const inBfloat16 = entry(
  'precision-bfloat16',
  'Computed in bfloat16',
  'bfloat16',
  'Run it outside of autocast and in float32, or compare within the bfloat16 bound.',
);
const inFloat16 = entry(
  'precision-float16',
  'Computed in float16',
  'float16',
  'Run it outside of autocast and in float32, or compare within the float16 bound.',
);

export const precisionMistakes: readonly Mistake[] = [inTf32, inBfloat16, inFloat16, inFloat32];

/** The entry of a profile that is not the call's own; float64 is nobody's mistake. */
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
    default: {
      const never: never = id;
      return never;
    }
  }
}
