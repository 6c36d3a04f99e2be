import type { ProfileId } from '../../engine/precision/profiles.ts';

/** The dtype that a text names. */
export type DTypeText =
  | { readonly kind: 'precision'; readonly id: 'float16' | 'bfloat16' | 'float32' | 'float64' }
  /** A dtype that no call is computed in, whose numbers can still be read. */
  | { readonly kind: 'other'; readonly name: string }
  | { readonly kind: 'refused'; readonly reason: string };

const precisions: Readonly<Record<string, 'float16' | 'bfloat16' | 'float32' | 'float64'>> = {
  float: 'float32',
  float32: 'float32',
  f4: 'float32',
  single: 'float32',
  double: 'float64',
  float64: 'float64',
  f8: 'float64',
  half: 'float16',
  float16: 'float16',
  f2: 'float16',
  bfloat16: 'bfloat16',
};

/** Reads a dtype such as "torch.float16", "float32", "'<f4'" or "double"; null for any other word. */
export function readDType(text: string): DTypeText | null {
  const name = text
    .replace(/['"<>=|\s]/g, '')
    .split('.')
    .at(-1);
  if (name === undefined || name === '') return null;
  const id = precisions[name];
  if (id !== undefined) return { kind: 'precision', id };
  if (/^c(omplex|float|double)?\d+$/.test(name) || name === 'cfloat' || name === 'cdouble')
    return { kind: 'refused', reason: `dtype = ${name} is complex; only real tensors are computed.` };
  if (/^(u?int\d*|[iu]\d|u?byte|char|short|long|bool_?|float8\w*|float128|longdouble)$/.test(name))
    return { kind: 'other', name };
  return null;
}

/**
 * Returns the precision of a call after a tensor of this dtype has become one of its arguments. A precision that reads
 * tensors of the same dtype stays: TF32 reads float32.
 */
export function precisionWith(dtype: DTypeText | null, current: ProfileId): ProfileId {
  if (dtype?.kind !== 'precision') return current;
  if (current === 'tf32' && dtype.id === 'float32') return current;
  if (current === 'float16-accumulate' && dtype.id === 'float16') return current;
  return dtype.id;
}
