import { assertNever } from '../../../src/engine/core/assertNever.ts';
import { currentTheme, type Theme } from '../../colour/theme.ts';
import type { BasePicture } from '../paint/basePicture.ts';
import { cellsOn, painterOf } from '../paint/canvasPainters.ts';
import { isDrawnByCell } from '../paint/paintBase.ts';
import { drawCells } from '../paint/paintCells.ts';
import type { Pen } from '../paint/pen.ts';
import { collectFigure, type FigurePart, type PartRect } from './collectFigure.ts';
import { paperTheme } from './paperTheme.ts';
import { escapedMarkup } from '../../../src/report/text/markup.ts';
import { rounded, SvgPen } from './svgPen.ts';

/** The background of an exported figure: that of the page's theme, or white paper. */
export type FigureGround = 'theme' | 'white';

/** A figure as it is on the page, ready to be drawn. */
interface DrawnFigure {
  readonly parts: readonly FigurePart[];
  readonly width: number;
  readonly height: number;
  readonly theme: Theme;
}

/** Room around a figure in CSS pixels: the brackets and the row numbers reach beyond the panes. */
const margin = 16;
/** Device pixels per CSS pixel of a picture of pixels: sharp on paper and on screens. */
const pixelsPerUnit = 2;

/** Draws parts of the page as one SVG. Cells that have room are vectors with their numbers; others are embedded images. */
export function svgOfFigure(roots: readonly Element[], ground: FigureGround): string {
  const { parts, width, height, theme } = figureOf(roots, ground);
  const measuring = document.createElement('canvas').getContext('2d');
  const pen = new SvgPen((font, text) => {
    if (measuring === null) throw new Error('The browser has no 2D canvas to measure text with.');
    measuring.font = font;
    return measuring.measureText(text);
  });
  for (const part of parts) {
    const { rect } = part;
    if (part.kind !== 'canvas') {
      drawPart(pen, part, theme);
      continue;
    }
    const cells = cellsOn(part.canvas);
    const { x, y, width: w, height: h } = rect;
    const box = ` x="${rounded(x)}" y="${rounded(y)}" width="${rounded(w)}" height="${rounded(h)}"`;
    if (cells !== undefined && isDrawnByCell(cells.picture)) {
      // A nested SVG clips the cells that are visible in part.
      pen.add(`<svg${box} shape-rendering="crispEdges">`);
      drawCells(pen, { ...cells.picture, theme, ratio: 1 }, { 1: 'url(#padding)', 2: 'url(#inserted)' });
      pen.add('</svg>');
    } else if (painterOf(part.canvas) !== undefined) drawPart(pen, part, theme);
    else {
      const url = imageOf(part.canvas, theme).toDataURL('image/png');
      pen.add(`<image${box} preserveAspectRatio="none" style="image-rendering:pixelated" href="${url}"/>`);
    }
  }
  const size = `${rounded(width)} ${rounded(height)}`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${rounded(width)}" height="${rounded(height)}" viewBox="0 0 ${size}">`,
    `<defs>${hatchPattern('padding', theme.hatchPadding, theme)}${hatchPattern('inserted', theme.hatchInserted, theme)}</defs>`,
    `<rect width="100%" height="100%" fill="${escapedMarkup(theme.background)}"/>`,
    pen.elements(),
    '</svg>',
    '',
  ].join('\n');
}

/** Draws parts of the page as one picture of pixels. Returns null if the browser cannot. */
export async function pngOfFigure(roots: readonly Element[], ground: FigureGround): Promise<Blob | null> {
  const { parts, width, height, theme } = figureOf(roots, ground);
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(width * pixelsPerUnit);
  canvas.height = Math.round(height * pixelsPerUnit);
  const context = canvas.getContext('2d');
  if (context === null) return null;
  context.scale(pixelsPerUnit, pixelsPerUnit);
  context.fillStyle = theme.background;
  context.fillRect(0, 0, width, height);
  for (const part of parts) {
    if (part.kind !== 'canvas' || painterOf(part.canvas) !== undefined) {
      drawPart(context, part, theme);
      continue;
    }
    const { x, y, width: w, height: h } = part.rect;
    context.imageSmoothingEnabled = false;
    context.drawImage(imageOf(part.canvas, theme), x, y, w, h);
  }
  return await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
}

function figureOf(roots: readonly Element[], ground: FigureGround): DrawnFigure {
  const boxes = roots.map((root) => root.getBoundingClientRect());
  const left = Math.min(...boxes.map((box) => box.left)) - margin;
  const top = Math.min(...boxes.map((box) => box.top)) - margin;
  const corner = new DOMRect(left, top);
  const collected = roots.flatMap((root) => collectFigure(root, corner));
  const now = currentTheme.peek();
  const theme: Theme = ground === 'white' ? { ...paperTheme, mono: now.mono } : now;
  const recoloured = ground === 'white' ? onPaper(now) : (colour: string) => colour;
  const parts = collected.map((part) => (part.kind === 'canvas' ? part : { ...part, colour: recoloured(part.colour) }));
  // Canvases of marks are larger than what is drawn on them.
  const solid = parts.filter((part) => part.kind !== 'canvas' || painterOf(part.canvas) === undefined);
  const end = (side: (rect: PartRect) => number): number => Math.max(...solid.map(({ rect }) => side(rect))) + margin;
  return { parts, theme, width: end((rect) => rect.x + rect.width), height: end((rect) => rect.y + rect.height) };
}

/** Returns the function that replaces a computed colour of the page's theme by the one on paper. */
function onPaper(now: Theme): (colour: string) => string {
  const computed = (css: string): string => {
    const probe = document.createElement('span');
    probe.style.color = css;
    document.body.append(probe);
    const { color } = getComputedStyle(probe);
    probe.remove();
    return color;
  };
  const names = ['secondary', 'element', 'term'] as const;
  const known = new Map(names.map((name) => [computed(now[name]), paperTheme[name]]));
  return (colour) => known.get(colour) ?? paperTheme.foreground;
}

function drawPart(pen: Pen, part: FigurePart, theme: Theme): void {
  const { x, y, width, height } = part.rect;
  pen.save();
  switch (part.kind) {
    case 'canvas':
      pen.translate(x, y);
      painterOf(part.canvas)?.(pen, theme);
      break;
    case 'text': {
      pen.font = part.font;
      pen.fillStyle = part.colour;
      pen.textAlign = 'left';
      pen.textBaseline = 'alphabetic';
      const { fontBoundingBoxAscent: ascent, fontBoundingBoxDescent: descent } = pen.measureText(part.text);
      pen.fillText(part.text, x, y + (height + ascent - descent) / 2);
      break;
    }
    case 'arrow': {
      const [middleX, middleY] = [x + width / 2, y + height / 2];
      const [dx, dy] = part.isDown ? [0, 1] : [1, 0];
      const at = (along: number, across: number): readonly [number, number] => [
        middleX + along * dx - across * dy,
        middleY + along * dy + across * dx,
      ];
      pen.strokeStyle = part.colour;
      pen.lineWidth = 1;
      pen.beginPath();
      pen.moveTo(...at(-6, 0));
      pen.lineTo(...at(6, 0));
      pen.moveTo(...at(2, -4));
      pen.lineTo(...at(6, 0));
      pen.lineTo(...at(2, 4));
      pen.stroke();
      break;
    }
    default:
      assertNever(part, 'part of a figure');
  }
  pen.restore();
}

/** Returns a canvas with the cells of a heatmap in a theme; any other canvas as it is. */
function imageOf(canvas: HTMLCanvasElement, theme: Theme): HTMLCanvasElement {
  const cells = cellsOn(canvas);
  if (cells === undefined) return canvas;
  const isSmall = !isDrawnByCell(cells.picture);
  // Images of pixels stay exact at their own resolution; drawn cells are sharper at a higher one.
  const ratio = isSmall ? cells.picture.ratio : pixelsPerUnit;
  const picture: BasePicture = { ...cells.picture, theme, ratio };
  const image = document.createElement('canvas');
  image.width = Math.max(1, Math.round(picture.frame.width * ratio));
  image.height = Math.max(1, Math.round(picture.frame.height * ratio));
  const context = image.getContext('2d', { alpha: false });
  if (context === null) return canvas;
  cells.paint(context, picture);
  return image;
}

/** Returns the pattern of a hatch: `/` for padding zeros, `\` for inserted zeros, as on the page. */
function hatchPattern(id: 'padding' | 'inserted', line: string, theme: Theme): string {
  const side = 5;
  const strokes = [-side, 0, side].map((shift) =>
    id === 'padding'
      ? `M${shift - 1} ${side + 1}L${shift + side + 1} -1`
      : `M${shift - 1} -1L${shift + side + 1} ${side + 1}`,
  );
  return (
    `<pattern id="${id}" width="${side}" height="${side}" patternUnits="userSpaceOnUse">` +
    `<rect width="${side}" height="${side}" fill="${escapedMarkup(theme.hatchBackground)}"/>` +
    `<path d="${strokes.join('')}" stroke="${escapedMarkup(line)}" stroke-width="1" fill="none"/></pattern>`
  );
}
