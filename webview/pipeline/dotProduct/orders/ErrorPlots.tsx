import { useMemo } from 'preact/hooks';
import type { ComparedSums } from '../../../../src/engine/orders/compareOrders.ts';
import { orderTitle } from '../../../../src/engine/orders/order.ts';
import type { TermId } from '../../../../src/scenario/text/explainedTerms.ts';
import { formatFixed, formatShort } from '../../../../src/scenario/text/format.ts';
import { plotX, plotY, termAtX } from '../../../ui/plotPath.ts';
import { errorCurvesOf } from './errorCurves.ts';
import { positionAt } from './positionAt.ts';
import { useViewer } from '../../../store/useSession.ts';
import { usePipeline } from '../../../pipeline/pipelineState.ts';

const left = 52;
const gap = 20;
const heights = { partial: 72, error: 132 } as const;
const top = { partial: gap + 16, error: 2 * gap + 16 + heights.partial } as const;
const bottom = top.error + heights.error;

interface Props {
  readonly sums: ComparedSums;
  readonly width: number;
}

/** Plots the partial sums of both orders and, on a logarithmic axis, their errors below the bound. */
export function ErrorPlots({ sums, width }: Props) {
  const { displayCursor } = useViewer();
  const { goToPosition } = usePipeline();
  const { own, other, count, sumsDivergeAt } = sums;
  const plot = Math.max(40, width - left);
  const { partial, error, axis, paths } = useMemo(() => errorCurvesOf(sums, plot, heights), [sums, plot]);
  if (count === 0) return null;
  const here = positionAt(own.places, displayCursor.value.term);
  const onPointer = (event: PointerEvent & { readonly currentTarget: SVGElement }): void => {
    if (event.type === 'pointermove' && event.buttons !== 1) return;
    const x = event.clientX - event.currentTarget.getBoundingClientRect().left - left;
    goToPosition(termAtX(partial, x));
  };
  const ruler = (position: number): string =>
    `M${String(left + plotX(partial, position))} ${String(top.partial)}V${String(bottom)}`;
  return (
    <svg
      class="trace-plots order-plots"
      width={width}
      height={bottom + 8}
      role="img"
      aria-label={plotLabel(sums)}
      onPointerDown={onPointer}
      onPointerMove={onPointer}
    >
      <Key x={left} y={8} className="line" text={orderTitle(own.order)} />
      <Key x={left + 132} y={8} className="line other" text={orderTitle(other.order)} />
      <g transform={`translate(${String(left)} ${String(top.partial)})`}>
        <text class="plot-name" y={-5} data-term="partial-sum">
          partial sum
        </text>
        {[partial.high, partial.low].map((value, i) => (
          <text key={i} class="tick" x={-6} y={i === 0 ? 8 : heights.partial} text-anchor="end">
            {formatFixed(value, 2)}
          </text>
        ))}
        <path class="axis" d={`M-0.5 0V${String(heights.partial)}`} />
        <path class="zero" d={`M0 ${String(plotY(partial, 0))}H${String(plot)}`} />
        <path class="line other" d={paths.other.partial} />
        <path class="line" d={paths.own.partial} />
      </g>
      <g transform={`translate(${String(left)} ${String(top.error)})`}>
        <text class="plot-name" y={-5} data-term="exact-sum">
          |Σ − exact Σ|
        </text>
        <Key x={plot - 112} y={-9} className="bound-line" text="bound γₖ Σ|w||x|" term="gamma" />
        <text class="tick" x={-6} y={heights.error} text-anchor="end">
          0
        </text>
        {axis.ticks.map((exponent) => {
          const y = plotY(error, axis.share(10 ** exponent));
          return (
            <g key={exponent}>
              <path class="zero" d={`M0 ${String(y)}H${String(plot)}`} />
              <text class="tick" x={-6} y={y + 4} text-anchor="end">
                {formatShort(10 ** exponent, 1)}
              </text>
            </g>
          );
        })}
        <path class="axis" d={`M-0.5 0V${String(heights.error)}`} />
        <path class="bound-line other" d={paths.other.bound} />
        <path class="bound-line" d={paths.own.bound} />
        <path class="line other" d={paths.other.error} />
        <path class="line" d={paths.own.error} />
      </g>
      {sumsDivergeAt !== null && <path class="parting" d={ruler(sumsDivergeAt)} />}
      <path class="here" d={ruler(here)} />
    </svg>
  );
}

interface KeyProps {
  readonly x: number;
  readonly y: number;
  readonly className: string;
  readonly text: string;
  readonly term?: TermId;
}

function Key({ x, y, className, text, term }: KeyProps) {
  return (
    <g data-term={term} transform={`translate(${String(x)} ${String(y)})`}>
      <path class={className} d="M0 0h14" />
      <text class="plot-name" x={18} y={4}>
        {text}
      </text>
    </g>
  );
}

function plotLabel({ own, other, count }: ComparedSums): string {
  const last = (sums: typeof own): string =>
    `${orderTitle(sums.order)} ${formatShort(Math.abs(sums.error.at(-1) ?? 0), 2)}`;
  const bound = formatShort(own.bound.at(-1) ?? 0, 2);
  return `Partial sums of ${String(count)} terms in two orders with their errors on a logarithmic scale; error of the last sum: ${last(own)}, ${last(other)}, bound ${bound}`;
}
