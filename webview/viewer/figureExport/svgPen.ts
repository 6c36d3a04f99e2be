import { escapedMarkup } from '../../../src/report/text/markup.ts';
import type { Pen } from '../paint/pen.ts';

type State = Pick<
  Pen,
  'fillStyle' | 'strokeStyle' | 'lineWidth' | 'globalAlpha' | 'font' | 'textAlign' | 'textBaseline'
> & {
  readonly x: number;
  readonly y: number;
  readonly dash: readonly number[];
};

const anchors: Readonly<Record<CanvasTextAlign, string>> = {
  left: 'start',
  start: 'start',
  center: 'middle',
  right: 'end',
  end: 'end',
};

/** Writes what is drawn as elements of an SVG. Texts stay texts. Only full circles are drawn by `arc`. */
export class SvgPen implements Pen {
  fillStyle: Pen['fillStyle'] = '#000';
  strokeStyle: Pen['strokeStyle'] = '#000';
  lineWidth = 1;
  globalAlpha = 1;
  font = '10px sans-serif';
  textAlign: CanvasTextAlign = 'start';
  textBaseline: CanvasTextBaseline = 'alphabetic';
  readonly #elements: string[] = [];
  readonly #measure: (font: string, text: string) => TextMetrics;
  readonly #saved: State[] = [];
  #x = 0;
  #y = 0;
  #dash: readonly number[] = [];
  #path: string[] = [];

  /** @param measure measures a text, for which a canvas is needed */
  constructor(measure: (font: string, text: string) => TextMetrics) {
    this.#measure = measure;
  }

  /** Returns the elements drawn so far. */
  elements(): string {
    return this.#elements.join('\n');
  }

  /** Adds an element that was made elsewhere. */
  add(element: string): void {
    this.#elements.push(element);
  }

  save(): void {
    const { fillStyle, strokeStyle, lineWidth, globalAlpha, font, textAlign, textBaseline } = this;
    const moved = { x: this.#x, y: this.#y, dash: this.#dash };
    this.#saved.push({ fillStyle, strokeStyle, lineWidth, globalAlpha, font, textAlign, textBaseline, ...moved });
  }

  restore(): void {
    const state = this.#saved.pop();
    if (state === undefined) return;
    const { x, y, dash, ...others } = state;
    Object.assign(this, others);
    this.#x = x;
    this.#y = y;
    this.#dash = dash;
  }

  translate(x: number, y: number): void {
    this.#x += x;
    this.#y += y;
  }

  setLineDash(segments: Iterable<number>): void {
    this.#dash = [...segments];
  }

  beginPath(): void {
    this.#path = [];
  }

  moveTo(x: number, y: number): void {
    this.#path.push(`M${this.#point(x, y)}`);
  }

  lineTo(x: number, y: number): void {
    this.#path.push(`L${this.#point(x, y)}`);
  }

  closePath(): void {
    this.#path.push('Z');
  }

  arc(x: number, y: number, radius: number): void {
    const r = rounded(radius);
    const halves = [x - radius, x + radius].map((end) => `A${r} ${r} 0 1 1 ${this.#point(end, y)}`);
    this.#path.push(`M${this.#point(x + radius, y)}${halves.join('')}Z`);
  }

  stroke(): void {
    this.add(`<path d="${this.#path.join('')}" fill="none"${this.#stroke()}/>`);
  }

  fill(): void {
    this.add(`<path d="${this.#path.join('')}"${this.#fill()}/>`);
  }

  strokeRect(x: number, y: number, width: number, height: number): void {
    this.add(`<rect${this.#box(x, y, width, height)} fill="none"${this.#stroke()}/>`);
  }

  fillRect(x: number, y: number, width: number, height: number): void {
    this.add(`<rect${this.#box(x, y, width, height)}${this.#fill()}/>`);
  }

  fillText(text: string, x: number, y: number): void {
    const baseline = this.textBaseline === 'middle' ? ' dominant-baseline="central"' : '';
    const anchor = anchors[this.textAlign];
    this.add(
      `<text x="${rounded(this.#x + x)}" y="${rounded(this.#y + y)}"${anchor === 'start' ? '' : ` text-anchor="${anchor}"`}` +
        `${baseline}${fontAttributes(this.font)}${this.#fill()} xml:space="preserve">${escapedMarkup(text)}</text>`,
    );
  }

  measureText(text: string): TextMetrics {
    return this.#measure(this.font, text);
  }

  #point(x: number, y: number): string {
    return `${rounded(this.#x + x)} ${rounded(this.#y + y)}`;
  }

  #box(x: number, y: number, width: number, height: number): string {
    const [left, top] = [rounded(this.#x + x), rounded(this.#y + y)];
    return ` x="${left}" y="${top}" width="${rounded(width)}" height="${rounded(height)}"`;
  }

  #fill(): string {
    return paintAttributes('fill', this.fillStyle, this.globalAlpha);
  }

  #stroke(): string {
    const dash = this.#dash.length === 0 ? '' : ` stroke-dasharray="${this.#dash.map(rounded).join(' ')}"`;
    const width = ` stroke-width="${rounded(this.lineWidth)}"`;
    return `${paintAttributes('stroke', this.strokeStyle, this.globalAlpha)}${width}${dash}`;
  }
}

/** Writes a paint as attributes. The alpha of #rrggbbaa is written separately, because not all programs read it there. */
function paintAttributes(name: 'fill' | 'stroke', style: Pen['fillStyle'], alpha: number): string {
  // Nothing that is exported is drawn with a gradient or a pattern.
  const paint = typeof style === 'string' ? style : 'none';
  const long = /^(#[0-9a-f]{6})([0-9a-f]{2})$/i.exec(paint);
  const opacity = alpha * (long?.[2] === undefined ? 1 : Number.parseInt(long[2], 16) / 255);
  const text = ` ${name}="${escapedMarkup(long?.[1] ?? paint)}"`;
  return opacity === 1 ? text : `${text} ${name}-opacity="${rounded(opacity)}"`;
}

/** Writes a font as attributes: "italic 700 14px serif". Drawing programs do not read the shorthand. */
function fontAttributes(font: string): string {
  const found = /^(italic )?(?:(bold|[1-9]00) )?([\d.]+)px (.+)$/.exec(font.replaceAll('normal ', ''));
  if (found === null) return '';
  const [, italic, weight, size = '10', family = ''] = found;
  const style = italic === undefined ? '' : ' font-style="italic"';
  const heavy = weight === undefined || weight === '400' ? '' : ` font-weight="${weight}"`;
  return ` font-family="${escapedMarkup(family)}" font-size="${size}"${style}${heavy}`;
}

/** Writes a length with at most two decimals. */
export function rounded(length: number): string {
  return String(Math.round(length * 100) / 100);
}
