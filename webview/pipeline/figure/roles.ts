import type { Stage, StageId } from '../../../src/engine/provenance/stage.ts';

/** How a formulation's stages stand to each other in the figure. */
export type Roles =
  | {
      readonly kind: 'scheme';
      readonly topImages: readonly Stage[];
      readonly leftImages: readonly Stage[];
      readonly top: Stage;
      readonly left: Stage;
      readonly product: Stage;
      /** What the product is folded into, where it is not the output itself. */
      readonly folded: Stage | null;
    }
  | {
      readonly kind: 'vector';
      readonly images: readonly Stage[];
      readonly matrix: Stage;
      readonly vector: Stage;
      readonly product: Stage;
    }
  | { readonly kind: 'chain'; readonly images: readonly Stage[] };

const topImages: readonly StageId[] = ['input', 'padded', 'tile', 'transformed-tile'];
const leftImages: readonly StageId[] = ['weight', 'rotated', 'phase-kernel', 'transformed-kernel'];
const tops: readonly StageId[] = ['unfolded', 'phase-unfolded', 'input-matrix', 'transformed-input'];
const lefts: readonly StageId[] = [
  'kernel-matrix',
  'phase-kernel-matrix',
  'weight-matrix',
  'transformed-kernel-matrix',
];
const products: readonly StageId[] = ['product', 'phase-product', 'columns', 'transformed-product'];
/** Products that are not the output yet. */
const unfinished: readonly StageId[] = ['columns', 'transformed-product'];

/**
 * Finds the roles from the stages alone: factors left of and above their product make a Falk
 * scheme; a matrix and two vectors a line of their own; anything else is a chain of images.
 */
export function rolesOf(stages: readonly Stage[]): Roles {
  const among = (ids: readonly StageId[]): readonly Stage[] => stages.filter(({ id }) => ids.includes(id));
  const one = (ids: readonly StageId[]): Stage | undefined => among(ids)[0];
  const [top, left, product] = [one(tops), one(lefts), one(products)];
  if (top !== undefined && left !== undefined && product !== undefined) {
    return {
      kind: 'scheme',
      topImages: among(topImages),
      leftImages: among(leftImages),
      top,
      left,
      product,
      folded: unfinished.includes(product.id) ? (one(['output']) ?? null) : null,
    };
  }
  const matrix = one(['convolution-matrix']);
  const vector = one(['input-vector']);
  const result = one(['output-vector']);
  if (matrix !== undefined && vector !== undefined && result !== undefined) {
    return {
      kind: 'vector',
      images: among(['input', 'weight']),
      matrix,
      vector,
      product: result,
    };
  }
  return { kind: 'chain', images: stages.filter(({ form }) => form === 'image') };
}
