import type { TypedField } from './dataTypes.ts';
import type { ByteRange } from './modelBytes.ts';

/** A range of bytes of a file beside the model. */
export interface ExternalPlace {
  readonly location: string;
  readonly offset: number;
  readonly length: number;
}

/** The place where a tensor's numbers are stored. */
export type TensorPlace =
  | { readonly kind: 'none' }
  | { readonly kind: 'raw'; readonly range: ByteRange }
  | { readonly kind: 'typed'; readonly range: ByteRange; readonly field: TypedField }
  | { readonly kind: 'external'; readonly place: ExternalPlace };
