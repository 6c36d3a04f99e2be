import type { MenuItem } from '../../ui/Menu.tsx';
import { pixelChoices, type PixelShows } from '../../store/pixelShows.ts';
import type { Viewer } from '../../store/viewer.ts';
import { pixelNames } from './density.ts';

/** Returns what a pixel of a pane shows: the user's choice, or else the mean. */
export function pixelShowsOf({ pixelShows }: Pick<Viewer, 'pixelShows'>, key: string): PixelShows {
  return pixelShows.value[key] ?? 'mean';
}

/** Returns the menu items that choose what a pixel shows. */
export function pixelItems(viewer: Pick<Viewer, 'pixelShows' | 'messages'>, key: string): readonly MenuItem[] {
  const { pixelShows, messages } = viewer;
  const current = pixelShowsOf(viewer, key);
  return pixelChoices.map((shows) => ({
    id: shows,
    label: `Pixels show the ${pixelNames[shows]}`,
    checked: shows === current,
    choose: () => {
      pixelShows.value = { ...pixelShows.peek(), [key]: shows };
      messages.announce(`Pixels show the ${pixelNames[shows]}.`);
    },
  }));
}
