import { computed, effect, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { Cursor } from '../../src/engine/provenance/stage.ts';
import type { Channel } from '../../src/protocol/channel.ts';
import { createHostServices, type HostServices } from '../bridge/hostServices.ts';
import type { Clock } from '../ui/clock.ts';
import type { Messages } from '../ui/messages.ts';
import type { PageWorkers } from '../workers/pageWorkers.ts';
import type { TileClient } from '../workers/tileClient.ts';
import { createExports, type Exports } from './exports.ts';
import type { PixelShows } from './pixelShows.ts';
import { createMorphing, type Morphing } from './morphing.ts';
import { createViewports, type Viewports } from './viewports.ts';

/** The state that the panes of a page share (cursor, colours, zoom) and the services that panes call. */
export interface Viewer {
  /** The current output element and term. In a page without a run, y and x are the row and column of the plane. */
  readonly cursor: Signal<Cursor>;
  /** The element and term of the cell under the mouse, which every pane previews; null without one. */
  readonly hover: Signal<Cursor | null>;
  /** The element and term that the panes draw: those under the mouse, else the cursor. */
  readonly displayCursor: ReadonlySignal<Cursor>;
  /** The cursor after it has not moved for a moment, for content that would be too slow to update while playing. */
  readonly settledCursor: ReadonlySignal<Cursor>;
  /** The colour limits that the user has set, by pane; other panes have their natural limits. */
  readonly clips: Signal<Readonly<Record<string, number>>>;
  /** Sets a colour limit; null resets it. */
  readonly setColourLimit: (key: string, limit: number | null) => void;
  /** The value that a pixel shows, by pane; the mean in other panes. */
  readonly pixelShows: Signal<Readonly<Record<string, PixelShows>>>;
  readonly viewports: Viewports;
  readonly exports: Exports;
  /** Turns the pictures of one version of a call into those of the other. */
  readonly morphing: Morphing;
  readonly tiles: TileClient;
  readonly host: HostServices;
  readonly messages: Messages;
}

interface ViewerPorts {
  readonly host: Channel;
  readonly workers: Pick<PageWorkers, 'tiles'>;
  readonly clock: Clock;
  readonly isMotionReduced: () => boolean;
}

/** The first term of the first element. */
export const originCursor: Cursor = { n: 0, c: 0, y: 0, x: 0, term: 0 };

/** The time without a move after which the cursor is settled. */
const restMilliseconds = 200;

/** Creates the viewer of a page, with the cursor at the origin. */
export function createViewer(ports: ViewerPorts, messages: Messages): Viewer {
  const { clock } = ports;
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
    morphing: createMorphing(clock, ports.isMotionReduced),
    tiles: ports.workers.tiles,
    host: createHostServices(ports.host),
    messages,
  };
}
