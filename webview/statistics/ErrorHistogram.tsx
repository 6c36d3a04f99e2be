import { useRef, useState } from 'preact/hooks';
import { outputAt, outputOffset } from '../../src/engine/provenance/offsets.ts';
import type { OutputIndex } from '../../src/engine/provenance/provenance.ts';
import { formatIndex, formatInteger, formatShort } from '../../src/scenario/text/format.ts';
import { TermLabel } from '../ui/TermLabel.tsx';
import { countCeiling, errorPosition, histogramBars, type Bar } from './histogramBars.ts';
import type { RunModel } from '../store/runModel.ts';
import { useSession, useViewer } from '../store/useSession.ts';

const axisHeight = 16;
const headroom = 22;

/**
 * Plots the distribution of signed errors. A line marks the error at the cursor; a bar moves the cursor to its worst
 * cell.
 */
export function ErrorHistogram({ width, height }: { readonly width: number; readonly height: number }) {
  const run = useSession().runner.currentRun.value;
  const compared = run?.run.comparison.compared ?? 0;
  return (
    <section class="histogram" aria-label="Error distribution">
      <header class="pane-header">
        <TermLabel term="histogram">
          <b>Error distribution</b>
        </TermLabel>
        <span class="pane-shape">y − ref, n = {formatInteger(compared)}</span>
      </header>
      {run !== null && compared > 0 ? (
        <HistogramPlot run={run} width={width} height={height} />
      ) : (
        <p class="pane-note">No finite elements to compare.</p>
      )}
    </section>
  );
}

function HistogramPlot({
  run,
  width,
  height,
}: {
  readonly run: RunModel;
  readonly width: number;
  readonly height: number;
}) {
  const { cursor } = useViewer();
  const { histogram } = run.run.comparison;
  const plot = height - headroom;
  const bars = histogramBars(histogram, width, plot);
  const here = errorPosition(histogram, errorAt(run, cursor.value), width);
  return (
    <svg class="histogram-plot" width={width} height={height + axisHeight} role="group" aria-label="Histogram bars">
      <g transform={`translate(0 ${String(headroom)})`}>
        <text class="tick" x={0} y={-4}>
          {cellsText(countCeiling(histogram.counts))}
        </text>
        <path class="grid-line" d={`M0 0.5H${String(width)}`} />
        <BarButtons bars={bars} run={run} />
        <path class="axis" d={`M0 ${String(plot + 0.5)}H${String(width)}`} />
        {here === null ? null : (
          <g class="histogram-here">
            <path class="here-line" d={`M${String(here)} 0V${String(plot)}`} />
            <path class="here-head" d={`M${String(here - 4)} -5h8l-4 5z`} />
          </g>
        )}
        <Axis limit={histogram.limit} width={width} y={plot} />
      </g>
    </svg>
  );
}

/** Bars as buttons with one tab stop: the arrow keys move from bar to bar, Enter moves the cursor to the worst cell. */
function BarButtons({ bars, run }: { readonly bars: readonly Bar[]; readonly run: RunModel }) {
  const { navigation } = useSession();
  const [active, setActive] = useState(0);
  const group = useRef<SVGGElement>(null);
  const current = Math.min(active, bars.length - 1);
  const go = (bar: Bar): void => {
    navigation.moveTo(outputAt(run.geometry, bar.worst));
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const to = { ArrowLeft: current - 1, ArrowRight: current + 1, Home: 0, End: bars.length - 1 }[event.key];
    const bar = bars[current];
    if (to !== undefined) {
      const next = Math.max(0, Math.min(bars.length - 1, to));
      setActive(next);
      group.current?.querySelectorAll<SVGElement>('[role=button]')[next]?.focus();
    } else if ((event.key === 'Enter' || event.key === ' ') && bar !== undefined) {
      go(bar);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <g ref={group} onKeyDown={onKeyDown}>
      {bars.map((bar, index) => (
        <rect
          key={bar.bin}
          class="bar"
          role="button"
          // SVG spells the attribute in lower case; with `tabIndex` every bar would be a tab stop.
          tabindex={index === current ? 0 : -1}
          x={bar.x}
          y={bar.y}
          width={bar.width}
          height={bar.height}
          aria-label={barName(bar, run)}
          onFocus={() => {
            setActive(index);
          }}
          onClick={() => {
            setActive(index);
            go(bar);
          }}
        >
          <title>{barName(bar, run)}</title>
        </rect>
      ))}
    </g>
  );
}

/** Returns the signed error output − reference of an output element, or NaN if one of the two is not finite. */
function errorAt({ run, geometry }: RunModel, element: OutputIndex): number {
  const at = outputOffset(geometry, element);
  const error = (run.output.data[at] ?? NaN) - (run.reference.data[at] ?? NaN);
  return Number.isFinite(error) ? error : NaN;
}

function barName(bar: Bar, run: RunModel): string {
  const { n, c, y, x } = outputAt(run.geometry, bar.worst);
  const range = bar.lo === bar.hi ? formatShort(bar.lo, 2) : `${formatShort(bar.lo, 2)} to ${formatShort(bar.hi, 2)}`;
  return `${cellsText(bar.count)}, error ${range}; worst at ${formatIndex([n, c, y, x])}`;
}

const cellsText = (count: number): string => (count === 1 ? '1 cell' : `${formatInteger(count)} cells`);

function Axis({ limit, width, y }: { readonly limit: number; readonly width: number; readonly y: number }) {
  const ticks = [
    { x: 0, anchor: 'start', text: formatShort(-limit, 1) },
    { x: width / 2, anchor: 'middle', text: '0' },
    { x: width, anchor: 'end', text: formatShort(limit, 1) },
  ] as const;
  return (
    <g>
      {ticks.map((tick) => (
        <g key={tick.anchor}>
          <path class="axis" d={`M${String(Math.min(width - 0.5, tick.x + 0.5))} ${String(y)}v4`} />
          {limit === 0 && tick.text === '0' && tick.anchor !== 'middle' ? null : (
            <text class="tick" x={tick.x} y={y + 14} text-anchor={tick.anchor}>
              {tick.text}
            </text>
          )}
        </g>
      ))}
    </g>
  );
}
