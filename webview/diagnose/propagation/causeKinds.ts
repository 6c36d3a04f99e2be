import { ForeignKind } from '../../../src/engine/diagnose/nonFinite/foreignPropagation.ts';
import { NonFiniteCause } from '../../../src/engine/diagnose/nonFinite/nonFiniteCause.ts';
import type { PropagationReport } from '../../../src/scenario/report/propagationReport.ts';

/** The glyph of a cell; glyphs differ in form, not only in colour. */
export type Glyph = 'clean' | 'cross' | 'hatch' | 'triangle' | 'diamond' | 'ring';

/** A kind of output element: its glyph, its description and the number of such elements. */
export interface KindEntry {
  readonly kind: number;
  readonly glyph: Glyph;
  readonly words: string;
  /** A short description, for one element. */
  readonly brief: string;
  readonly count: number;
}

/** Returns the kinds of elements in a formulation's output; `title` is the formulation's. */
export function ownKinds({ kinds }: PropagationReport, title: string): readonly KindEntry[] {
  return [
    { kind: NonFiniteCause.clean, glyph: 'clean', brief: 'finite', words: 'finite', count: kinds.clean },
    {
      kind: NonFiniteCause.defined,
      glyph: 'cross',
      brief: 'by the definition',
      words: 'non-finite by the definition',
      count: kinds.defined,
    },
    {
      kind: NonFiniteCause.formulated,
      glyph: 'hatch',
      brief: 'by a structural zero',
      words: `only in ${title}: a structural zero is multiplied by a NaN or an infinity`,
      count: kinds.formulated,
    },
    {
      kind: NonFiniteCause.overflow,
      glyph: 'triangle',
      brief: 'overflow',
      words: 'overflow: finite numbers exceeded the dtype’s largest value',
      count: kinds.overflow,
    },
  ];
}

/** Returns the kinds of elements in an output to check. */
export function foreignKinds(actual: NonNullable<PropagationReport['actual']>): readonly KindEntry[] {
  return [
    {
      kind: ForeignKind.clean,
      glyph: 'clean',
      brief: 'finite',
      words: 'finite',
      count: actual.clean,
    },
    {
      kind: ForeignKind.defined,
      glyph: 'cross',
      brief: 'by the definition',
      words: 'explained: non-finite by the definition',
      count: actual.defined,
    },
    {
      kind: ForeignKind.formulated,
      glyph: 'hatch',
      brief: 'by a structural zero',
      words: 'explained if the implementation multiplies structural zeros',
      count: actual.formulated,
    },
    {
      kind: ForeignKind.unexplained,
      glyph: 'diamond',
      brief: 'no source',
      words: 'no source in the call: an overflow, or an error of the implementation',
      count: actual.unexplained,
    },
    {
      kind: ForeignKind.missing,
      glyph: 'ring',
      brief: 'finite, but must not be',
      words: 'finite, although a NaN or an infinity reaches it',
      count: actual.missing,
    },
  ];
}
