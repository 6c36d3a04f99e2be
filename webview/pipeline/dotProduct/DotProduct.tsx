import { useWidth } from '../../ui/useWidth.ts';
import { CentreSwitch } from './CentreSwitch.tsx';
import { Equation } from './Equation.tsx';
import { Orders } from './orders/Orders.tsx';
import { StampTable } from './StampTable.tsx';
import { TermTable } from './TermTable.tsx';
import { TracePlots } from './TracePlots.tsx';
import type { TracedElement } from './tracedElement.ts';
import { useSession, useViewer } from '../../store/useSession.ts';
import { usePipeline } from '../../pipeline/pipelineState.ts';
import type { Accumulation } from '../../../src/engine/provenance/formulation.ts';
import type { Term } from '../../../src/engine/provenance/provenance.ts';
import type { Cursor } from '../../../src/engine/provenance/stage.ts';
import { runLength } from './termWindow.ts';

const labelWidth = 104;
/** The least and the largest width of a column. */
const columnWidth = { least: 60, most: 66 };
/** The least width of a column if an input's index has three numbers, with its channel. */
const wideColumnWidth = 76;
const gap = 24;
const narrowestPlots = 300;
/** The least width at which the plots are beside the table. */
const sideBySide = 900;

/** Shows the dot product of the displayed element term by term, with its partial sums beside those of the reference. */
export function DotProduct() {
  const { ref, width } = useWidth();
  const traced = usePipeline().trace.value;
  return (
    <section ref={ref} class="dot-product" aria-label="Dot product">
      {traced === null || width === 0 ? null : <Body traced={traced} width={width} />}
    </section>
  );
}

function Body({ traced, width }: { readonly traced: TracedElement; readonly width: number }) {
  const { displayCursor } = useViewer();
  const { isOnInput } = useSession().navigation;
  const scatters = traced.run.formulation.scatters === true;
  if (isOnInput.value) {
    return (
      <>
        <header class="pane-header">
          <CentreSwitch />
        </header>
        <StampTable run={traced.run} />
      </>
    );
  }
  return (
    <>
      <header class="pane-header">
        {scatters ? <CentreSwitch /> : <b>Dot product</b>}
        <Equation {...traced} />
        <span class="pane-note end">{sliceNote(traced, displayCursor.value)}</span>
      </header>
      {traced.count === 0 ? (
        <p class="pane-note">
          No term contributes to this element, so it equals {traced.trace.bias === null ? '0.' : 'the bias.'}
        </p>
      ) : (
        <>
          <Terms traced={traced} width={width} />
          <Orders traced={traced} width={width} />
        </>
      )}
    </>
  );
}

function Terms({ traced, width }: { readonly traced: TracedElement; readonly width: number }) {
  const { factorScales } = usePipeline();
  const beside = width >= sideBySide;
  const tableWidth = beside ? Math.min(labelWidth + 9 * columnWidth.most, width - gap - narrowestPlots) : width;
  const least = traced.trace.column === null ? columnWidth.least : wideColumnWidth;
  const capacity = Math.floor((tableWidth - labelWidth) / least);
  return (
    <div class={beside ? 'dot-row beside' : 'dot-row'}>
      <div class="terms-frame" style={{ width: `${String(tableWidth)}px` }}>
        <TermTable
          traced={traced}
          capacity={capacity}
          weights={factorScales.value.weight}
          inputs={factorScales.value.input}
        />
      </div>
      <TracePlots traced={traced} width={beside ? width - tableWidth - gap : width} />
    </div>
  );
}

/** Names the group of terms in the table: "input channel 25: terms 225–233 of 450". */
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
