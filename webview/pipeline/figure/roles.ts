import type { Stage } from '../../../src/engine/provenance/stage.ts';
import { type StageRole, stageStyles } from '../../viewer/stageStyles.ts';

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

/**
 * Finds the roles from the stages alone: factors left of and above their product make a Falk
 * scheme; a matrix and two vectors a line of their own; anything else is a chain of images.
 */
export function rolesOf(stages: readonly Stage[]): Roles {
  const among = (...roles: readonly StageRole[]): readonly Stage[] =>
    stages.filter(({ id }) => roles.includes(stageStyles[id].role));
  const one = (role: StageRole): Stage | undefined => among(role)[0];
  const [top, left, folded] = [one('top'), one('left'), one('folded-product')];
  const product = folded ?? one('product');
  if (top !== undefined && left !== undefined && product !== undefined) {
    return {
      kind: 'scheme',
      topImages: among('top-image'),
      leftImages: among('left-image'),
      top,
      left,
      product,
      folded: folded === undefined ? null : (one('output') ?? null),
    };
  }
  const [matrix, vector, result] = [one('matrix'), one('vector'), one('vector-product')];
  if (matrix !== undefined && vector !== undefined && result !== undefined) {
    return { kind: 'vector', images: among('top-image', 'left-image'), matrix, vector, product: result };
  }
  return { kind: 'chain', images: stages.filter(({ form }) => form === 'image') };
}
