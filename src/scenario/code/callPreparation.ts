import { assertNever } from '../../engine/core/assertNever.ts';
import type { ProfileId } from '../../engine/precision/profiles.ts';

/** The code that makes PyTorch compute in a precision. */
export interface CallPreparation {
  /** Lines before the call. */
  readonly settings: readonly string[];
  /** The suffix of each tensor that is passed. */
  readonly convert: string;
  /** The suffix of the call. */
  readonly back: string;
}

/** Returns the code that makes a PyTorch call on float32 or float64 tensors compute in a precision. */
export function callPreparationFor(dtype: ProfileId): CallPreparation {
  switch (dtype) {
    case 'float32':
    case 'float64':
      return { settings: [], convert: '', back: '' };
    case 'bfloat16':
    case 'float16':
      return { settings: [], convert: `.to(torch.${dtype})`, back: '' };
    case 'float16-accumulate':
      return { settings: [float16Sums], convert: '.to(torch.float16)', back: '' };
    case 'tf32':
      return {
        settings: [
          '# TF32 needs an NVIDIA GPU of the Ampere generation or later.',
          'torch.backends.cudnn.allow_tf32 = True',
        ],
        convert: '.cuda()',
        back: '.cpu()',
      };
    default:
      return assertNever(dtype, 'precision');
  }
}

/** The PyTorch setting that allows matrix products on GPUs to sum in float16. */
export const float16Sums = 'torch.backends.cuda.matmul.allow_fp16_reduced_precision_reduction = True';
