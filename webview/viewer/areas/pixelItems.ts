import type { MenuItem } from '../../ui/Menu.tsx';
import { announce } from '../../ui/announce.ts';
import { pixelChoices, type PixelShows, pixelShows } from '../../store/view.ts';
import { pixelNames } from './density.ts';

/** What a pixel of a pane's picture shows; the mean unless chosen otherwise. */
export function pixelChoice(key: string): PixelShows {
  return pixelChoices.value[key] ?? 'mean';
}

/** The entries of a menu that chooses it. */
export function pixelItems(key: string): readonly MenuItem[] {
  const present = pixelChoice(key);
  return pixelShows.map((shows) => ({
    id: shows,
    label: `Pixels show the ${pixelNames[shows]}`,
    checked: shows === present,
    choose: () => {
      pixelChoices.value = { ...pixelChoices.peek(), [key]: shows };
      announce(`Pixels show the ${pixelNames[shows]}.`);
    },
  }));
}
