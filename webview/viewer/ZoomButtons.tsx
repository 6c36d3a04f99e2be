import { Icon } from '../ui/Icon.tsx';

/** How a pane is zoomed by its buttons, its menu and its keys. */
export interface PaneZoom {
  /** Null if the cells have their largest size. */
  readonly zoomIn: (() => void) | null;
  /** Both null if the whole matrix is visible already. */
  readonly zoomOut: (() => void) | null;
  readonly fit: (() => void) | null;
}

/** Shows the buttons that zoom a pane out and in and fit its matrix; they appear with the mouse or the focus. */
export function ZoomButtons({ zoom, title }: { readonly zoom: PaneZoom; readonly title: string }) {
  const buttons = [
    { icon: 'zoom-out', words: 'Zoom out (−)', act: zoom.zoomOut },
    { icon: 'screen-full', words: 'Fit (0)', act: zoom.fit },
    { icon: 'zoom-in', words: 'Zoom in (+)', act: zoom.zoomIn },
  ] as const;
  return (
    <span
      class={zoom.fit === null ? 'zoom-buttons' : 'zoom-buttons zoomed'}
      role="group"
      aria-label={`Zoom of ${title}`}
    >
      {buttons.map(({ icon, words, act }) => (
        <button
          key={icon}
          type="button"
          class="icon-button"
          title={words}
          aria-label={words}
          // Not disabled, because a button that loses the focus would send the keyboard back to the page's start.
          aria-disabled={act === null}
          onClick={() => act?.()}
        >
          <Icon name={icon} />
        </button>
      ))}
    </span>
  );
}
