import { useMemo } from 'preact/hooks';
import { AreaPicture } from './areaPicture.ts';
import type { TileClient } from '../../workers/tileClient.ts';

/** Returns the picture of a pane's small cells, which the tile worker refines. */
export function useAreaPicture(tiles: TileClient): AreaPicture {
  return useMemo(() => new AreaPicture(tiles), [tiles]);
}
