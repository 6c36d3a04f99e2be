import type { ComponentChildren } from 'preact';
import { CellKind } from '../../../src/engine/geometry/geometry.ts';
import type { Term } from '../../../src/engine/provenance/provenance.ts';
import { isEmulated, profileOf } from '../../../src/engine/precision/profiles.ts';
import { arithmeticOf } from '../../../src/engine/rounding/arithmetic.ts';
import { formatFixed, formatShort, formatSigned } from '../../../src/scenario/text/format.ts';
import type { TermId } from '../../../src/scenario/text/explainedTerms.ts';
import { shortFormat } from '../../../src/scenario/text/precisionText.ts';
import type { Scale } from '../../../src/colour/scale.ts';
import { decimalsBySize, decimalsFor } from './decimals.ts';
import { factorNamesOf } from './factorNames.ts';
import type { TermWindow } from './termWindow.ts';
import type { TracedElement } from './tracedElement.ts';
import { ValueChip } from '../../viewer/ValueChip.tsx';

/** One line of the term table: one step of the arithmetic for each term. */
export interface TermLine {
  readonly name: string;
  /** The term that explains the line, if its name does not. */
  readonly explained?: TermId;
  readonly className?: string;
  readonly cell: (term: Term, index: number) => ComponentChildren;
}

/** Returns the lines of the table in the order of the arithmetic, with the decimals that the terms in `window` need. */
export function termLines(
  { run, element, trace }: TracedElement,
  window: TermWindow,
  weights: Scale,
  inputs: Scale,
): readonly TermLine[] {
  const visible = (values: Float64Array): Float64Array => values.subarray(window.first, window.end);
  const names = factorNamesOf(run, element);
  const factors = { w: decimalsFor(visible(trace.w), 3), x: decimalsFor(visible(trace.x), 3) };
  const sums = [...visible(trace.product), ...visible(trace.partial)];
  const digits = decimalsFor(sums, decimalsBySize(sums));
  const short = shortFormat[arithmeticOf(run.run.call)];
  const { profile } = run.run;
  // The factors of an emulated precision have a format of their own, which their lines name.
  const rounded = isEmulated(profile) ? ` ${shortFormat[profileOf(profile).factors.format]}` : '';
  const at = (values: ArrayLike<number>, index: number): number => values[index] ?? NaN;
  const columns = trace.column;
  return [
    ...indexLines(trace),
    {
      name: `${names.weight}${rounded}`,
      cell: (term, index) => {
        const text = formatFixed(at(trace.w, index), factors.w);
        return isZero(term) ? text : <ValueChip value={at(trace.w, index)} text={text} scale={weights} />;
      },
    },
    {
      name: `× ${names.input}${rounded}`,
      cell: (term, index) =>
        isZero(term) ? (
          <span class={`chip ${isPadding(term) ? 'hatch-padding' : 'hatch-inserted'}`}>0</span>
        ) : (
          <ValueChip value={at(trace.x, index)} text={formatFixed(at(trace.x, index), factors.x)} scale={inputs} />
        ),
    },
    {
      name: '= product',
      className: 'rule',
      cell: (term, index) =>
        !isZero(term) || trace.product[index] !== 0 ? formatSigned(at(trace.product, index), digits) : '0',
    },
    ...(columns === null
      ? []
      : [
          {
            name: trace.sign === null ? `Σ column ${short}` : `Mξ ${short}`,
            cell: (_: Term, index: number) => formatFixed(at(columns, index), digits),
          },
        ]),
    { name: `Σ ${short}`, explained: 'partial-sum', cell: (_, index) => formatFixed(at(trace.partial, index), digits) },
    {
      name: `Σ ${short} − Σ f64`,
      explained: 'drift',
      className: 'secondary',
      cell: (_, index) => formatShort(at(trace.partial, index) - at(trace.partial64, index), 2),
    },
  ];
}

/** Returns whether a term multiplies a structural zero. */
export function isZero(term: Term): boolean {
  return term.form === 'tap' && term.kind !== CellKind.value;
}

function isPadding(term: Term): boolean {
  return term.form === 'tap' && term.kind === CellKind.padding;
}

/** Returns the lines that say which elements the factors are. All terms of a trace have the same form. */
function indexLines({ sign, column }: TracedElement['trace']): readonly TermLine[] {
  if (sign !== null) {
    return [
      {
        name: 'ξ, input channel',
        className: 'secondary',
        cell: (term) => (term.form === 'point' ? `${term.point.xi}, ${term.point.nu} · ${term.point.cin}` : ''),
      },
      {
        name: 'sign in Aᵀ M A',
        className: 'secondary',
        cell: (_, index) => ((sign[index] ?? 1) > 0 ? '+' : '−'),
      },
    ];
  }
  // The terms of a column differ in their input channel; else all terms in the table have the same channel.
  const isByColumn = column !== null;
  return [
    {
      name: 'w tap (ky, kx)',
      className: 'secondary',
      cell: (term) => (term.form === 'tap' ? `${term.weight.ky}, ${term.weight.kx}` : ''),
    },
    {
      name: isByColumn ? 'x at (c, y, x)' : 'x at (y, x)',
      className: 'secondary',
      cell: (term) => {
        if (term.form !== 'tap') return '';
        const { input } = term;
        if (input === null) return isPadding(term) ? 'padding' : 'inserted';
        return isByColumn ? `${input.c}, ${input.y}, ${input.x}` : `${input.y}, ${input.x}`;
      },
    },
  ];
}
