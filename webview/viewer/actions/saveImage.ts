import { currentTheme } from '../../colour/theme.ts';
import { fileName } from '../../store/fileName.ts';
import { margin } from '../paint/paintAxes.ts';
import type { PaneExport } from './paneExport.ts';
import type { HostServices } from '../../bridge/hostServices.ts';

/** Saves the heatmap with marks and ticks as PNG, at the screen's resolution. Returns the message for the user. */
export async function saveImage({ canvas, pane, store }: PaneExport, host: HostServices): Promise<string> {
  const cells = canvas();
  const marks = cells?.parentElement?.querySelector<HTMLCanvasElement>('.heatmap-marks');
  if (cells === null || marks === null || marks === undefined) return 'There is no image to save.';
  const ratio = cells.width / Math.max(1, cells.clientWidth);
  const image = document.createElement('canvas');
  image.width = marks.width;
  image.height = marks.height;
  const context = image.getContext('2d');
  if (context === null) return 'The image could not be drawn.';
  context.fillStyle = currentTheme.value.background;
  context.fillRect(0, 0, image.width, image.height);
  context.drawImage(cells, margin.left * ratio, margin.top * ratio);
  context.drawImage(marks, 0, 0);
  const blob = await new Promise<Blob | null>((resolve) => image.toBlob(resolve, 'image/png'));
  if (blob === null) return 'The image could not be encoded.';
  const name = fileName(`${store.name} ${pane.key}`, '.png');
  const saved = await host.saveFile(name, await blob.arrayBuffer());
  return saved === null ? 'Nothing was saved.' : `Saved ${saved}`;
}
