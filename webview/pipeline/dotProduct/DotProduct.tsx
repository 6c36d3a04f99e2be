import { useWidth } from '../../ui/useWidth.ts';
import { Equation } from './Equation.tsx';
import { Orders } from './orders/Orders.tsx';
import { sliceNote } from './sliceNote.ts';
import { TermTable } from './TermTable.tsx';
import { TracePlots } from './TracePlots.tsx';
import type { Traced } from './tracedElement.ts';
import { useViewer } from '../../store/useSession.ts';
import { usePipeline } from '../../pipeline/pipelineState.ts';

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

function Strip({ of, width }: { readonly of: Traced; readonly width: number }) {
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

function Terms({ of, width }: { readonly of: Traced; readonly width: number }) {
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
