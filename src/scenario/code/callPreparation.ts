import { assertNever } from '../../engine/core/assertNever.ts';
import type { ProfileId } from '../../engine/precision/profiles.ts';

/** How PyTorch is made to compute in a precision. */
export interface CallPreparation {
  /** Lines before the call. */
  readonly settings: readonly string[];
  /** Behind each tensor that is handed over. */
  readonly convert: string;
  /** Behind the call. */
  readonly back: string;
}

/** What a call in PyTorch needs so that float32 tensors, or float64 ones, are computed with in a precision. */
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
        settings: ['# TF32 needs an NVIDIA GPU since Ampere.', 'torch.backends.cudnn.allow_tf32 = True'],
        convert: '.cuda()',
        back: '.cpu()',
      };
    default:
      return assertNever(dtype, 'precision');
  }
}

/** Lets matrix products on GPUs sum in float16. */
export const float16Sums = 'torch.backends.cuda.matmul.allow_fp16_reduced_precision_reduction = True';
