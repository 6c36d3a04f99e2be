import { useWidth } from '../../ui/useWidth.ts';
import { Equation } from './Equation.tsx';
import { Orders } from './orders/Orders.tsx';
import { TermTable } from './TermTable.tsx';
import { TracePlots } from './TracePlots.tsx';
import type { TracedElement } from './tracedElement.ts';
import { useViewer } from '../../store/useSession.ts';
import { usePipeline } from '../../pipeline/pipelineState.ts';
import type { Accumulation } from '../../../src/engine/provenance/formulation.ts';
import type { Term } from '../../../src/engine/provenance/provenance.ts';
import type { Cursor } from '../../../src/engine/provenance/stage.ts';
import { runLength } from './termWindow.ts';

const labelWidth = 104;
/** A column is as wide as its share of the room, within these. */
const columnWidth = { least: 60, most: 66 };
/** A run of a column goes over the channels, so that an input's index is three numbers long. */
const columnWidthInRuns = 76;
const gap = 24;
const narrowestPlots = 300;
/** Below this width the plots go under the table. */
const sideBySide = 900;

/** The strip at the bottom: the cursor's dot product, term by term, with its partial sums beside the reference's. */
export function DotProduct() {
  const { ref, width } = useWidth();
  const of = usePipeline().trace.value;
  return (
    <section ref={ref} class="dot-product" aria-label="Dot product">
      {of === null || width === 0 ? null : <Strip of={of} width={width} />}
    </section>
  );
}

function Strip({ of, width }: { readonly of: TracedElement; readonly width: number }) {
  const { displayCursor } = useViewer();
  return (
    <>
      <header class="pane-header">
        <b>Dot product</b>
        <Equation {...of} />
        <span class="pane-note end">{sliceNote(of, displayCursor.value)}</span>
      </header>
      {of.count === 0 ? (
        <p class="pane-note">
          No term reaches this element{of.trace.bias === null ? ': it is 0.' : ': it is the bias.'}
        </p>
      ) : (
        <>
          <Terms of={of} width={width} />
          <Orders of={of} width={width} />
        </>
      )}
    </>
  );
}

function Terms({ of, width }: { readonly of: TracedElement; readonly width: number }) {
  const { factorScales } = usePipeline();
  const beside = width >= sideBySide;
  const tableWidth = beside ? Math.min(labelWidth + 9 * columnWidth.most, width - gap - narrowestPlots) : width;
  const least = of.trace.column === null ? columnWidth.least : columnWidthInRuns;
  const capacity = Math.floor((tableWidth - labelWidth) / least);
  return (
    <div class={beside ? 'dot-row beside' : 'dot-row'}>
      <div class="terms-frame" style={{ width: `${String(tableWidth)}px` }}>
        <TermTable
          traced={of}
          capacity={capacity}
          weights={factorScales.value.weight}
          inputs={factorScales.value.input}
        />
      </div>
      <TracePlots traced={of} width={beside ? width - tableWidth - gap : width} />
    </div>
  );
}

/** What the terms in the table have in common: "input channel 25: terms 225–233 of 450". */
function sliceNote({ run, element, count }: TracedElement, cursor: Cursor): string {
  const { geometry, formulation } = run;
  if (count === 0) return '';
  const accumulation = formulation.accumulation(geometry);
  const length = runLength(accumulation, count, geometry.cinPerGroup);
  if (length >= count) return count === 1 ? '1 term' : `${String(count)} terms`;
  const term = Math.min(cursor.term, count - 1);
  const first = Math.floor(term / length) * length;
  const name = runName(formulation.termAt(geometry, element, term), accumulation);
  return `${name}: terms ${String(first)}–${String(Math.min(first + length, count) - 1)} of ${String(count)}`;
}

function runName(term: Term, { order }: Accumulation): string {
  if (term.form === 'point') return `Mξ of ξ ${String(term.point.xi)}, ${String(term.point.nu)}`;
  const { cin, ky, kx } = term.weight;
  return order === 'columns-first' ? `column of tap ${String(ky)}, ${String(kx)}` : `input channel ${String(cin)}`;
}
