import { useEffect, useRef } from 'preact/hooks';
import type { ReadonlySignal } from '@preact/signals';
import { cssColour, entryOf, type Scale } from '../../src/colour/scale.ts';
import { formatShort } from '../../src/scenario/text/format.ts';
import { pixelRatio } from './paint/pixelRatio.ts';
import { px } from '../ui/px.ts';
import { useViewer } from '../store/useSession.ts';

const height = 6;

export interface ColourBarProps {
  /** Name of the coloured values: "x", "error". */
  readonly label: string;
  /** Key under which the clipped limit is stored. */
  readonly clipKey: string;
  readonly scale: ReadonlySignal<Scale>;
  /** Colour limit without clipping. */
  readonly natural: number;
  readonly width?: number;
}

/**
 * Shows the colours of a scale between its limits, with a handle that clips them when it is dragged or moved by the
 * arrow keys. A signed scale is clipped symmetrically. A double click or Delete resets the limit.
 */
export function ColourBar({ label, clipKey, scale, natural, width = 64 }: ColourBarProps) {
  const { setColourLimit } = useViewer();
  const canvas = useRef<HTMLCanvasElement>(null);
  const { low, high, lut } = scale.value;
  const signed = low < 0;
  const share = natural > 0 ? Math.min(1, high / natural) : 1;
  const ratio = pixelRatio.value;
  useEffect(() => {
    const element = canvas.current;
    const context = element?.getContext('2d');
    if (element === null || context === null || context === undefined) return;
    element.width = Math.round(width * ratio);
    element.height = Math.round(height * ratio);
    for (let x = 0; x < element.width; x++) {
      const at = (x + 0.5) / element.width;
      // The bar spans the natural limits, so that clipping shows as flat ends.
      const value = (signed ? 2 * at - 1 : at) * natural;
      context.fillStyle = cssColour(lut, entryOf(scale.peek(), value));
      context.fillRect(x, 0, 1, element.height);
    }
  }, [lut, low, high, natural, width, ratio]);

  const set = (to: number): void => {
    const kept = Math.max(0.01, Math.min(1, to));
    setColourLimit(clipKey, kept >= 1 ? null : kept * natural);
  };
  const drag = (event: PointerEvent): void => {
    if (!(event.currentTarget instanceof HTMLElement) || event.buttons !== 1) return;
    const bar = event.currentTarget.parentElement?.getBoundingClientRect();
    if (bar === undefined) return;
    const at = (event.clientX - bar.left) / bar.width;
    set(signed ? Math.abs(2 * at - 1) : at);
  };
  const grab = (event: PointerEvent): void => {
    if (event.currentTarget instanceof HTMLElement) event.currentTarget.setPointerCapture(event.pointerId);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const by = { ArrowRight: 0.05, ArrowUp: 0.05, ArrowLeft: -0.05, ArrowDown: -0.05 }[event.key];
    const to = by === undefined ? { Home: 0.01, End: 1, Delete: 1 }[event.key] : share + by;
    if (to === undefined) return;
    set(Math.round(to * 100) / 100);
    event.preventDefault();
    event.stopPropagation();
  };
  const handle = (at: number, focusable: boolean) => (
    <span
      class="clip-handle"
      style={{ left: `${at * 100}%` }}
      {...(focusable
        ? {
            role: 'slider',
            tabIndex: 0,
            'aria-label': `Colour limit of ${label}`,
            'aria-valuemin': 0,
            // In per cent, because screen readers do not read exponents; aria-valuetext has the limit itself.
            'aria-valuemax': 100,
            'aria-valuenow': Math.round(100 * share),
            'aria-valuetext': `${signed ? '±' : ''}${formatShort(high)}`,
            onKeyDown,
          }
        : { 'aria-hidden': true })}
      title="Drag to change the colour range; double-click to reset"
      onPointerDown={grab}
      onPointerMove={drag}
    />
  );
  return (
    <div class="colour-bar">
      <span>{formatShort(low)}</span>
      <span class="colour-track" style={{ width: px(width) }} onDblClick={() => setColourLimit(clipKey, null)}>
        <canvas ref={canvas} aria-hidden="true" style={{ width: px(width), height: px(height) }} />
        {signed && handle((1 - share) / 2, false)}
        {handle(signed ? (1 + share) / 2 : share, true)}
      </span>
      <span>{formatShort(high)}</span>
    </div>
  );
}
