import { computed, effect, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { Cursor } from '../../src/engine/provenance/stage.ts';
import type { HostServices } from '../bridge/hostServices.ts';
import type { Clock } from '../ui/clock.ts';
import type { Messages } from '../ui/messages.ts';
import type { TileClient } from '../workers/tileClient.ts';
import { createExports, type Exports } from './exports.ts';
import type { PixelShows } from './pixelShows.ts';
import { createViewports, type Viewports } from './viewports.ts';

/** The part of a page that its panes share, whichever page it is: the cursor, colours and zoom, and the services that panes call. */
export interface Viewer {
  /** Where the debugger stands; in a page without a run y and x are the row and the column of the plane. */
  readonly cursor: Signal<Cursor>;
  /** A cell under the mouse previews in every pane without moving the cursor. */
  readonly hover: Signal<Cursor | null>;
  /** The place that the panes draw: the hovered one, else the cursor. */
  readonly displayCursor: ReadonlySignal<Cursor>;
  /** The cursor once it has rested for a moment: what is rendered from it does not slow playing down. */
  readonly settledCursor: ReadonlySignal<Cursor>;
  /** Colour limits the user has clipped, by pane; a pane that is not there takes its natural limits. */
  readonly clips: Signal<Readonly<Record<string, number>>>;
  /** Sets or (null) resets a colour limit. */
  readonly setColourLimit: (key: string, limit: number | null) => void;
  /** What a pixel shows, by pane; a pane that is not there shows the mean. */
  readonly pixelShows: Signal<Readonly<Record<string, PixelShows>>>;
  readonly viewports: Viewports;
  readonly exports: Exports;
  readonly tiles: TileClient;
  readonly host: HostServices;
  readonly messages: Messages;
}

interface ViewerParts {
  readonly tiles: TileClient;
  readonly host: HostServices;
  readonly messages: Messages;
  readonly clock: Clock;
}

export const originCursor: Cursor = { n: 0, c: 0, y: 0, x: 0, term: 0 };

const restMilliseconds = 200;

export function createViewer({ tiles, host, messages, clock }: ViewerParts): Viewer {
  const cursor = signal(originCursor);
  const hover = signal<Cursor | null>(null);
  const settledCursor = signal(originCursor);
  const clips = signal<Readonly<Record<string, number>>>({});
  let stop = (): void => undefined;
  effect(() => {
    const next = cursor.value;
    stop();
    stop = clock.after(restMilliseconds, () => {
      settledCursor.value = next;
    });
  });
  return {
    cursor,
    hover,
    displayCursor: computed(() => hover.value ?? cursor.value),
    settledCursor,
    clips,
    setColourLimit: (key, limit) => {
      const others = Object.entries(clips.value).filter(([name]) => name !== key);
      clips.value = Object.fromEntries(limit === null ? others : [...others, [key, limit]]);
    },
    pixelShows: signal({}),
    viewports: createViewports(),
    exports: createExports(),
    tiles,
    host,
    messages,
  };
}
