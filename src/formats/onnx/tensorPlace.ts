import type { TypedField } from './dataTypes.ts';
import type { ByteRange } from './modelBytes.ts';

/** A range of bytes of another file in the model's folder. */
export interface ExternalPlace {
  readonly location: string;
  readonly offset: number;
  readonly length: number;
}

/** Where the numbers of a tensor are stored. */
export type TensorPlace =
  | { readonly kind: 'none' }
  | { readonly kind: 'raw'; readonly range: ByteRange }
  | { readonly kind: 'typed'; readonly range: ByteRange; readonly field: TypedField }
  | { readonly kind: 'external'; readonly place: ExternalPlace };
