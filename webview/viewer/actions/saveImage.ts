import { currentTheme } from '../../colour/theme.ts';
import { fileName } from '../../store/fileName.ts';
import { margin } from '../paint/paintAxes.ts';
import type { PaneExport } from './paneExport.ts';
import type { HostServices } from '../../bridge/hostServices.ts';

/** Saves the picture as it is on the page, marks and ticks included, at the screen's resolution. */
export async function saveImage({ canvas, source, scene }: PaneExport, host: HostServices): Promise<string> {
  const cells = canvas();
  const marks = cells?.parentElement?.querySelector<HTMLCanvasElement>('.heatmap-marks');
  if (cells === null || marks === null || marks === undefined) return 'There is no picture to save.';
  const ratio = cells.width / Math.max(1, cells.clientWidth);
  const picture = document.createElement('canvas');
  picture.width = marks.width;
  picture.height = marks.height;
  const context = picture.getContext('2d');
  if (context === null) return 'The picture could not be drawn.';
  context.fillStyle = currentTheme.value.background;
  context.fillRect(0, 0, picture.width, picture.height);
  context.drawImage(cells, margin.left * ratio, margin.top * ratio);
  context.drawImage(marks, 0, 0);
  const blob = await new Promise<Blob | null>((resolve) => picture.toBlob(resolve, 'image/png'));
  if (blob === null) return 'The picture could not be encoded.';
  const name = fileName(`${scene.name} ${source.key}`, '.png');
  const saved = await host.saveFile(name, await blob.arrayBuffer());
  return saved === null ? 'Nothing was saved.' : `Saved ${saved}`;
}
