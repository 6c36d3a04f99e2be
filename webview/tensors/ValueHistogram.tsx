import { useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import type { FiniteStatistics, ValueBins } from '../../src/engine/views/statistics.ts';
import { formatShort } from '../../src/scenario/text/format.ts';
import { cssColour, entryOf, type Scale } from '../../src/colour/scale.ts';
import { currentTheme } from '../colour/theme.ts';
import { pixelRatio } from '../viewer/paint/pixelRatio.ts';
import type { ColourLimits } from './colourScale.ts';
import { dragged, histogramDomain, histogramHeights, axisPlaceOf } from './histogramAxis.ts';
import { useFile } from './fileState.ts';

const plotHeight = 56;
const stripHeight = 8;
/** Room at both ends of the plot for the handles, in CSS pixels. */
const margin = 6;

/**
 * The distribution of a tensor's values over the colours that they get, with handles at the values of the first and the
 * last colour. Before the values are known, only the colours are shown.
 */
export function ValueHistogram(props: {
  readonly values: FiniteStatistics | null;
  readonly scale: Scale;
  readonly natural: ColourLimits;
  readonly isImage: boolean;
  readonly width: number;
}) {
  const { values, scale, natural, isImage, width } = props;
  const histogram = values?.histogram ?? null;
  const { chooseColouring } = useFile();
  const canvas = useRef<HTMLCanvasElement>(null);
  const inner = width - 2 * margin;
  const domain = useMemo(() => histogramDomain(histogram, natural), [histogram, natural.low, natural.high]);
  const ratio = pixelRatio.value;
  // The bars have the text's colour.
  const theme = currentTheme.value;
  useLayoutEffect(() => {
    if (canvas.current !== null) paint(canvas.current, { histogram, scale, domain, inner, ratio, isImage });
  }, [histogram, scale, domain, inner, ratio, isImage, theme]);
  const isMirrored = scale.map === 'signed' && !isImage;
  const move = (which: 'low' | 'high', to: number): void => {
    chooseColouring({ limits: dragged(scale, domain, which, to, isMirrored) });
  };
  const handle = (which: 'low' | 'high', words: string) => {
    const value = scale[which];
    const onPointer = (event: PointerEvent): void => {
      const { left } = canvas.current?.getBoundingClientRect() ?? { left: 0 };
      move(which, domain.low + ((event.clientX - left) / inner) * (domain.high - domain.low));
    };
    return (
      <span
        class="limit-handle"
        role="slider"
        tabIndex={0}
        aria-label={words}
        // In per cent of the axis, because screen readers do not read exponents; aria-valuetext has the value itself.
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(100 * axisPlaceOf(domain, value))}
        aria-valuetext={formatShort(value)}
        title={`${words}: ${formatShort(value)}. Drag to change the colour range; double-click to reset`}
        style={{ left: `${margin + inner * axisPlaceOf(domain, value)}px` }}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
        }}
        onPointerMove={(event) => {
          if (event.currentTarget.hasPointerCapture(event.pointerId)) onPointer(event);
        }}
        onDblClick={() => chooseColouring({ limits: null })}
        onKeyDown={(event) => {
          const step = (domain.high - domain.low) / (event.shiftKey ? 10 : 100);
          const by = { ArrowRight: step, ArrowUp: step, ArrowLeft: -step, ArrowDown: -step }[event.key];
          if (by !== undefined) move(which, value + by);
          else if (event.key === 'Delete') chooseColouring({ limits: null });
          else return;
          event.preventDefault();
          event.stopPropagation();
        }}
      />
    );
  };
  return (
    <div class="value-histogram" style={{ height: `${plotHeight + stripHeight + 16}px` }}>
      <canvas
        ref={canvas}
        role="img"
        aria-label={histogram === null ? 'Colours' : 'Histogram of the values, bars as the square root of the counts'}
        title="Bars as the square root of the counts"
        style={{ left: `${margin}px`, width: `${inner}px`, height: `${plotHeight + stripHeight}px` }}
      />
      {handle('low', 'First colour')}
      {handle('high', 'Last colour')}
      <span class="histogram-ends mono" aria-hidden="true">
        <span>{formatShort(Math.min(values?.min ?? natural.low, natural.low))}</span>
        <span>{formatShort(Math.max(values?.max ?? natural.high, natural.high))}</span>
      </span>
    </div>
  );
}

function paint(
  canvas: HTMLCanvasElement,
  parts: {
    readonly histogram: ValueBins | null;
    readonly scale: Scale;
    readonly domain: ColourLimits;
    readonly inner: number;
    readonly ratio: number;
    readonly isImage: boolean;
  },
): void {
  const { histogram, scale, domain, inner, ratio, isImage } = parts;
  canvas.width = Math.round(inner * ratio);
  canvas.height = Math.round((plotHeight + stripHeight) * ratio);
  const context = canvas.getContext('2d');
  if (context === null) return;
  const { width, height } = canvas;
  const bottom = Math.round(plotHeight * ratio);
  const colourAt = (x: number): string => {
    const value = domain.low + ((x + 0.5) / width) * (domain.high - domain.low);
    return cssColour(scale.lut, entryOf(scale, value));
  };
  const heights = histogram === null ? null : histogramHeights(histogram, domain, width);
  const { color } = getComputedStyle(canvas);
  for (let x = 0; x < width; x++) {
    const colour = isImage ? color : colourAt(x);
    const size = heights === null ? 0 : Math.round((heights[x] as number) * bottom);
    context.fillStyle = color;
    context.fillRect(x, bottom - size, 1, size);
    context.fillStyle = colour;
    if (!isImage) context.fillRect(x, bottom, 1, height - bottom);
  }
}
