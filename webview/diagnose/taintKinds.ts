import { ForeignKind } from '../../src/engine/diagnose/foreignTaint.ts';
import { TaintKind } from '../../src/engine/diagnose/taint.ts';
import type { TaintReport } from '../../src/scenario/taintReport.ts';

/** How a cell is drawn; every glyph is a form of its own, so that colours only help. */
export type Glyph = 'clean' | 'cross' | 'hatch' | 'triangle' | 'diamond' | 'ring';

/** What an output element is, in words, and how many there are. */
export interface KindEntry {
  readonly kind: number;
  readonly glyph: Glyph;
  readonly words: string;
  readonly count: number;
}

/** The kinds of elements of a formulation's output. `title`: the formulation's. */
export function ownKinds({ kinds }: TaintReport, title: string): readonly KindEntry[] {
  return [
    { kind: TaintKind.clean, glyph: 'clean', words: 'finite', count: kinds.clean },
    {
      kind: TaintKind.defined,
      glyph: 'cross',
      words: 'non-finite by the definition',
      count: kinds.defined,
    },
    {
      kind: TaintKind.formulated,
      glyph: 'hatch',
      words: `only in ${title}: a structural zero is multiplied by a NaN or an infinity`,
      count: kinds.formulated,
    },
    {
      kind: TaintKind.overflow,
      glyph: 'triangle',
      words: 'overflow: finite numbers passed the dtype’s largest',
      count: kinds.overflow,
    },
  ];
}

/** The kinds of elements of an output to check. */
export function foreignKinds(actual: NonNullable<TaintReport['actual']>): readonly KindEntry[] {
  return [
    { kind: ForeignKind.clean, glyph: 'clean', words: 'finite', count: actual.clean },
    {
      kind: ForeignKind.defined,
      glyph: 'cross',
      words: 'explained: non-finite by the definition',
      count: actual.defined,
    },
    {
      kind: ForeignKind.formulated,
      glyph: 'hatch',
      words: 'explained if it multiplies structural zeros',
      count: actual.formulated,
    },
    {
      kind: ForeignKind.unexplained,
      glyph: 'diamond',
      words: 'no source in the call: an overflow, or the implementation’s own',
      count: actual.unexplained,
    },
    {
      kind: ForeignKind.missing,
      glyph: 'ring',
      words: 'finite, although a NaN or an infinity comes there',
      count: actual.missing,
    },
  ];
}
