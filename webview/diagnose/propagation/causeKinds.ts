import { ForeignKind } from '../../../src/engine/diagnose/nonFinite/foreignPropagation.ts';
import { NonFiniteCause } from '../../../src/engine/diagnose/nonFinite/nonFiniteCause.ts';
import type { PropagationReport } from '../../../src/scenario/report/propagationReport.ts';

/** How a cell is drawn; every glyph is a form of its own, so that colours only help. */
export type Glyph = 'clean' | 'cross' | 'hatch' | 'triangle' | 'diamond' | 'ring';

/** What an output element is, in words, and how many there are. */
export interface KindEntry {
  readonly kind: number;
  readonly glyph: Glyph;
  readonly words: string;
  /** The same in a few words, for one element. */
  readonly brief: string;
  readonly count: number;
}

/** The kinds of elements of a formulation's output. `title`: the formulation's. */
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
      words: 'overflow: finite numbers passed the dtype’s largest',
      count: kinds.overflow,
    },
  ];
}

/** The kinds of elements of an output to check. */
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
      words: 'explained if it multiplies structural zeros',
      count: actual.formulated,
    },
    {
      kind: ForeignKind.unexplained,
      glyph: 'diamond',
      brief: 'no source',
      words: 'no source in the call: an overflow, or the implementation’s own',
      count: actual.unexplained,
    },
    {
      kind: ForeignKind.missing,
      glyph: 'ring',
      brief: 'finite, and must not be',
      words: 'finite, although a NaN or an infinity comes there',
      count: actual.missing,
    },
  ];
}
