import type { MenuItem } from '../../ui/Menu.tsx';
import { pixelChoices, type PixelShows } from '../../store/pixelShows.ts';
import type { Viewer } from '../../store/viewer.ts';
import { pixelNames } from './density.ts';

/** What a pixel of a pane's picture shows; the mean unless chosen otherwise. */
export function pixelShowsOf({ pixelShows }: Pick<Viewer, 'pixelShows'>, key: string): PixelShows {
  return pixelShows.value[key] ?? 'mean';
}

/** The entries of a menu that chooses what a pixel shows. */
export function pixelItems(viewer: Pick<Viewer, 'pixelShows' | 'messages'>, key: string): readonly MenuItem[] {
  const { pixelShows, messages } = viewer;
  const present = pixelShowsOf(viewer, key);
  return pixelChoices.map((shows) => ({
    id: shows,
    label: `Pixels show the ${pixelNames[shows]}`,
    checked: shows === present,
    choose: () => {
      pixelShows.value = { ...pixelShows.peek(), [key]: shows };
      messages.announce(`Pixels show the ${pixelNames[shows]}.`);
    },
  }));
}
