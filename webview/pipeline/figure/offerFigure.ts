import { luminance } from '../../colour/ink.ts';
import { parseColour } from '../../colour/hatch.ts';
import { currentTheme } from '../../colour/theme.ts';
import { fileName } from '../../store/fileName.ts';
import type { Viewer } from '../../store/viewer.ts';
import { type FigureGround, pngOfFigure, svgOfFigure } from '../../viewer/figureExport/drawFigure.ts';

/** The background from which a figure looks as on paper. */
const almostWhite = 0.95;

/**
 * Adds the whole figure to the export menu, with the maps of the results: as SVG, as PNG and, on a page that is not
 * white, both on white. Returns a function that removes the entries.
 */
export function offerFigure(name: string, { exports, host, messages }: Viewer): () => void {
  const roots = (): readonly Element[] => [...document.querySelectorAll('.figure, .result-maps')];
  const noFigure = 'There is no figure to save.';
  const saveSvg = async (ground: FigureGround): Promise<string> => {
    const found = roots();
    if (found.length === 0) return noFigure;
    const bytes = new TextEncoder().encode(svgOfFigure(found, ground));
    const saved = await host.saveFile(fileName(name, '.svg'), bytes.buffer);
    return saved === null ? 'Nothing was saved.' : `Saved ${saved}`;
  };
  const savePng = async (ground: FigureGround): Promise<string> => {
    const found = roots();
    const blob = found.length === 0 ? null : await pngOfFigure(found, ground);
    if (blob === null) return found.length === 0 ? noFigure : 'The figure could not be drawn.';
    const saved = await host.saveFile(fileName(name, '.png'), await blob.arrayBuffer());
    return saved === null ? 'Nothing was saved.' : `Saved ${saved}`;
  };
  const copyPng = async (): Promise<string> => {
    const found = roots();
    if (found.length === 0) return noFigure;
    try {
      const image = pngOfFigure(found, 'theme').then((blob) => blob ?? Promise.reject(new Error('no image')));
      await navigator.clipboard.write([new ClipboardItem({ 'image/png': image })]);
      return 'Copied the figure as PNG.';
    } catch {
      return 'Copying to the clipboard failed. Save the figure as PNG instead.';
    }
  };
  const offer = (id: string, label: string, act: () => Promise<string>): (() => void) =>
    exports.offer({ id: `figure ${id}`, label, isFirst: true, save: () => void act().then(messages.tell) });
  const isWhite = luminance(...parseColour(currentTheme.peek().background)) > almostWhite;
  const offers = [
    offer('svg', 'Save Figure as SVG…', () => saveSvg('theme')),
    offer('png', 'Save Figure as PNG…', () => savePng('theme')),
    ...(isWhite
      ? []
      : [
          offer('white svg', 'Save Figure as SVG on White…', () => saveSvg('white')),
          offer('white png', 'Save Figure as PNG on White…', () => savePng('white')),
        ]),
    offer('copy', 'Copy Figure as PNG', copyPng),
  ];
  return () => {
    for (const remove of offers) remove();
  };
}
