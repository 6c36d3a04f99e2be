import { useMemo } from 'preact/hooks';
import { AreaPicture } from './areaPicture.ts';
import type { TileClient } from '../../workers/tileClient.ts';

/** The picture of a pane's small cells, refined by the tile worker. */
export function useAreaPicture(tiles: TileClient): AreaPicture {
  return useMemo(() => new AreaPicture(tiles), [tiles]);
}
