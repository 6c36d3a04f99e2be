import type { ComponentChildren } from 'preact';
import { useMemo } from 'preact/hooks';
import { arithmeticOf } from '../../../src/engine/rounding/arithmetic.ts';
import type { TermId } from '../../../src/scenario/text/explainedTerms.ts';
import { formatFixed, formatShort } from '../../../src/scenario/text/format.ts';
import { shortFormat } from '../../../src/scenario/text/precisionText.ts';
import { traceCurvesOf } from './traceCurves.ts';
import { plotX, plotY, termAtX, type PlotFrame } from '../../ui/plotPath.ts';
import type { TracedElement } from './tracedElement.ts';
import { useSession, useViewer } from '../../store/useSession.ts';

const left = 52;
const gap = 18;
const heights = { product: 36, partial: 60, drift: 40 } as const;
const total = heights.product + heights.partial + heights.drift + 3 * gap;

/** Plots the whole dot product: its products, its partial sums in both precisions, and their difference. */
export function TracePlots({ traced, width }: { readonly traced: TracedElement; readonly width: number }) {
  const { navigation } = useSession();
  const { displayCursor } = useViewer();
  const { run, trace, count } = traced;
  const plot = Math.max(40, width - left);
  // The curves do not depend on the term: a step moves only the rule and the dot.
  const { product, partial, drift, paths } = useMemo(() => traceCurvesOf(traced, plot, heights), [traced, plot]);
  // Few terms are drawn as wide bars, many as thin lines.
  const thick = Math.min(32, Math.max(1.5, (0.6 * plot) / count));
  const term = Math.min(displayCursor.value.term, count - 1);
  const sum = trace.partial[term] ?? 0;
  const short = shortFormat[arithmeticOf(run.run.call)];
  const onPointer = (event: PointerEvent & { readonly currentTarget: SVGElement }): void => {
    if (event.type === 'pointermove' && event.buttons !== 1) return;
    const x = event.clientX - event.currentTarget.getBoundingClientRect().left - left;
    navigation.moveTo({ term: termAtX(product, x) });
  };
  return (
    <svg
      class="trace-plots"
      width={width}
      height={total}
      role="img"
      aria-label={`Products, partial sums and drift of ${String(count)} terms; final drift ${formatShort((trace.partial.at(-1) ?? 0) - (trace.partial64.at(-1) ?? 0), 2)}`}
      onPointerDown={onPointer}
      onPointerMove={onPointer}
    >
      <Plot top={gap} frame={product} name="product" ends={formatShort}>
        <path class="bars negative" d={paths.negative} stroke-width={thick} />
        <path class="bars positive" d={paths.positive} stroke-width={thick} />
      </Plot>
      <Plot
        top={2 * gap + heights.product}
        frame={partial}
        name="partial sum"
        term="partial-sum"
        ends={(v) => formatFixed(v, 2)}
      >
        <path class="line wide" d={paths.partial64} />
        <path class="line" d={paths.partial} />
        {!Number.isNaN(sum) && <circle class="here-dot" cx={plotX(partial, term)} cy={plotY(partial, sum)} r={3} />}
        <Key
          width={plot}
          entries={[
            { className: 'line', text: `Σ ${short}` },
            { className: 'line wide', text: 'Σ f64' },
          ]}
        />
      </Plot>
      <Plot
        top={3 * gap + heights.product + heights.partial}
        frame={drift}
        name={`drift ${short} − f64`}
        term="drift"
        ends={(v) => formatShort(v, 1)}
      >
        <path class="bound" d={paths.bound} />
        <path class="line" d={paths.drift} />
        <Key width={plot} entries={[{ className: 'bound', text: 'bound γᵣ Σ|w||x|', term: 'gamma' }]} />
      </Plot>
      <path class="here" d={`M${String(left + plotX(product, term))} ${String(gap)}V${String(total)}`} />
    </svg>
  );
}

interface PlotProps {
  readonly top: number;
  readonly frame: PlotFrame;
  readonly name: string;
  readonly term?: TermId;
  readonly ends: (value: number) => string;
  readonly children: ComponentChildren;
}

function Plot({ top, frame, name, term, ends, children }: PlotProps) {
  const { width, height, low, high } = frame;
  return (
    <g transform={`translate(${String(left)} ${String(top)})`}>
      <text class="plot-name" y={-5} data-term={term}>
        {name}
      </text>
      <text class="tick" x={-6} y={8} text-anchor="end">
        {ends(high)}
      </text>
      <text class="tick" x={-6} y={height} text-anchor="end">
        {ends(low)}
      </text>
      <path class="axis" d={`M-0.5 0V${String(height)}`} />
      <path class="zero" d={`M0 ${String(plotY(frame, 0))}H${String(width)}`} />
      {children}
    </g>
  );
}

interface KeyProps {
  readonly width: number;
  readonly entries: readonly { readonly className: string; readonly text: string; readonly term?: TermId }[];
}

/** Shows the legend of a plot, to the right of its name. */
function Key({ width, entries }: KeyProps) {
  const slot = 74;
  const long = 126;
  const each = entries.length === 1 ? long : slot;
  return (
    <g>
      {entries.map(({ className, text, term }, i) => {
        const x = width - (entries.length - i) * each;
        return (
          <g key={text} data-term={term} transform={`translate(${String(x)} -9)`}>
            <path class={className} d={className === 'bound' ? 'M0 -4h14v8h-14z' : 'M0 0h14'} />
            <text class="plot-name" x={18} y={4}>
              {text}
            </text>
          </g>
        );
      })}
    </g>
  );
}
