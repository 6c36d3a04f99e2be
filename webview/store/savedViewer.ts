import type { SavedPart } from './featureParts.ts';
import { pixelChoices, type PixelShows } from './pixelShows.ts';
import { savedEntries } from './savedState.ts';
import type { Viewer } from './viewer.ts';
import type { Viewport } from './viewports.ts';

/** Saves the colour limits, the pixel choices and the zoom of the panes. */
export function savedViewer({ clips, pixelShows, viewports }: Viewer): SavedPart {
  return {
    save: () => ({ clips: clips.value, pixelChoices: pixelShows.value, viewports: viewports.all.value }),
    restore: (saved) => {
      clips.value = savedEntries(saved.clips, isLimit);
      pixelShows.value = savedEntries(saved.pixelChoices, isPixelShows);
      viewports.all.value = savedEntries(saved.viewports, isViewport);
    },
  };
}

function isLimit(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value > 0;
}

function isPixelShows(value: unknown): value is PixelShows {
  return pixelChoices.some((choice) => choice === value);
}

function isViewport(value: unknown): value is Viewport {
  if (typeof value !== 'object' || value === null) return false;
  const { zoom, row, column } = value as Partial<Viewport>;
  return [zoom, row, column].every(Number.isFinite) && zoom !== undefined && zoom >= 1;
}
