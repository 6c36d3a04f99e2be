import { useRef } from 'preact/hooks';

export interface SplitterProps {
  /** Names the part whose size changes: "Dot product". */
  readonly label: string;
  /** Id of that part. */
  readonly controls: string;
  /** The part is below the splitter, or to its right. */
  readonly side: 'below' | 'right';
  /** The part's size in CSS pixels, and the least and the largest it may have. */
  readonly size: number;
  readonly least: number;
  readonly most: number;
  /** Sets the size; null restores the default. */
  readonly resize: (size: number | null) => void;
}

/** The change of the size by an arrow key, and by a page key, in CSS pixels. */
const keyStep = 16;
const pageStep = 96;

/**
 * A bar between two parts that is dragged, or moved by the arrow keys, to give one of them more room. A double click or
 * Enter restores the default, Home makes the part smallest and End largest.
 */
export function Splitter({ label, controls, side, size, least, most, resize }: SplitterProps) {
  const grabbed = useRef<{ readonly from: number; readonly size: number } | null>(null);
  const set = (to: number): void => resize(Math.round(Math.max(least, Math.min(to, most))));
  const along = (event: PointerEvent): number => (side === 'below' ? event.clientY : event.clientX);
  const release = (): void => {
    grabbed.current = null;
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const larger = side === 'below' ? 'ArrowUp' : 'ArrowLeft';
    const smaller = side === 'below' ? 'ArrowDown' : 'ArrowRight';
    const to = {
      [larger]: size + keyStep,
      [smaller]: size - keyStep,
      PageUp: size + pageStep,
      PageDown: size - pageStep,
      Home: least,
      End: most,
      Enter: null,
    }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    if (to === null) resize(null);
    else set(to);
  };
  return (
    <div
      class={`splitter ${side}`}
      role="separator"
      tabIndex={0}
      aria-label={`Size of ${label}`}
      aria-controls={controls}
      aria-orientation={side === 'below' ? 'horizontal' : 'vertical'}
      aria-valuemin={least}
      aria-valuemax={most}
      aria-valuenow={size}
      aria-valuetext={`${size} pixels`}
      title="Drag to resize; double-click to reset"
      onKeyDown={onKeyDown}
      onDblClick={() => resize(null)}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        grabbed.current = { from: along(event), size };
      }}
      onPointerMove={(event) => {
        const start = grabbed.current;
        if (start !== null) set(start.size - (along(event) - start.from));
      }}
      onPointerUp={release}
      onPointerCancel={release}
    />
  );
}
