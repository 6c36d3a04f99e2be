import { useMemo } from 'preact/hooks';
import { tileWorker } from '../../workers/tileWorker.ts';
import { AreaPicture } from './areaPicture.ts';

/** The picture of a pane's small cells, refined by the looking worker. */
export function useAreaPicture(): AreaPicture {
  return useMemo(() => new AreaPicture(tileWorker), []);
}
