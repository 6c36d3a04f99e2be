import type { Stage } from '../../../src/engine/provenance/stage.ts';
import { type StageRole, stageStyles } from '../../viewer/stageStyles.ts';

/** The parts that a formulation's stages play in the figure. */
export type Roles =
  | {
      readonly kind: 'scheme';
      readonly topImages: readonly Stage[];
      readonly leftImages: readonly Stage[];
      readonly top: Stage;
      readonly left: Stage;
      readonly product: Stage;
      /** The image that the product is folded into; null if the product is the output. */
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

/**
 * Derives the roles from the stages: two factors and a product are a Falk scheme, a matrix and two vectors are a
 * row; any other stages are a chain of images.
 */
export function rolesOf(stages: readonly Stage[]): Roles {
  const allWith = (...roles: readonly StageRole[]): readonly Stage[] =>
    stages.filter(({ id }) => roles.includes(stageStyles[id].role));
  const firstWith = (role: StageRole): Stage | undefined => allWith(role)[0];
  const [top, left, folded] = [firstWith('top'), firstWith('left'), firstWith('folded-product')];
  const product = folded ?? firstWith('product');
  if (top !== undefined && left !== undefined && product !== undefined) {
    return {
      kind: 'scheme',
      topImages: allWith('top-image'),
      leftImages: allWith('left-image'),
      top,
      left,
      product,
      folded: folded === undefined ? null : (firstWith('output') ?? null),
    };
  }
  const [matrix, vector, result] = [firstWith('matrix'), firstWith('vector'), firstWith('vector-product')];
  if (matrix !== undefined && vector !== undefined && result !== undefined) {
    return { kind: 'vector', images: allWith('top-image', 'left-image'), matrix, vector, product: result };
  }
  return { kind: 'chain', images: stages.filter(({ form }) => form === 'image') };
}
