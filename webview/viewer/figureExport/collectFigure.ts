/** A part of a figure on the page, with its position in CSS pixels from the figure's corner. */
export type FigurePart =
  | { readonly kind: 'canvas'; readonly canvas: HTMLCanvasElement; readonly rect: PartRect }
  | {
      readonly kind: 'text';
      readonly text: string;
      readonly rect: PartRect;
      /** The font as in CSS, and the computed colour. */
      readonly font: string;
      readonly colour: string;
    }
  | { readonly kind: 'arrow'; readonly rect: PartRect; readonly isDown: boolean; readonly colour: string };

export interface PartRect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** What is for the mouse, the keyboard or a screen reader only, and alternatives that are not chosen. */
const leftOut =
  '.figure-aside, .twin, .cell-tip, .pane-menu, .zoom-buttons, .mini-map, [role=menu], [role=radio][aria-checked=false], [hidden], .icon, option';

/**
 * Lists what a figure consists of, in the order of drawing: its canvases, its texts as they are broken into lines, its
 * arrows. Controls are texts.
 */
export function collectFigure(root: Element, corner: DOMRect): readonly FigurePart[] {
  const place = ({ left, top, width, height }: DOMRect): PartRect => ({
    x: left - corner.left,
    y: top - corner.top,
    width,
    height,
  });
  const parts: FigurePart[] = [];
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, (node) => {
    const isOut = node instanceof Element && node.matches(leftOut);
    return isOut ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT;
  });
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    if (node instanceof HTMLCanvasElement) {
      parts.push({ kind: 'canvas', canvas: node, rect: place(node.getBoundingClientRect()) });
    } else if (node instanceof HTMLSelectElement) {
      const text = node.selectedOptions[0]?.textContent ?? '';
      parts.push(textPart(node, text, place(node.getBoundingClientRect())));
    } else if (node instanceof Element && node.matches('.flow-arrow')) {
      const { color } = getComputedStyle(node);
      const isDown = node.matches('.down');
      parts.push({ kind: 'arrow', rect: place(node.getBoundingClientRect()), isDown, colour: color });
    } else if (node instanceof Text && node.parentElement !== null) {
      const parent = node.parentElement;
      if (parent.closest('select') === null) {
        for (const { text, rect } of linesOf(node)) parts.push(textPart(parent, text, place(rect)));
      }
    }
  }
  return parts;
}

function textPart(element: Element, text: string, rect: PartRect): FigurePart {
  const { fontStyle, fontWeight, fontSize, fontFamily, color } = getComputedStyle(element);
  const font = `${fontStyle === 'italic' ? 'italic ' : ''}${fontWeight} ${fontSize} ${fontFamily}`;
  return { kind: 'text', text, rect, font, colour: color };
}

/** Returns the lines of a text with their boxes. A line that ends in an ellipsis on the page is cut there. */
function linesOf(node: Text): readonly { readonly text: string; readonly rect: DOMRect }[] {
  if (node.data.trim() === '') return [];
  const lines: { text: string; rect: DOMRect }[] = [];
  const range = document.createRange();
  for (const { index, 0: word } of node.data.matchAll(/\S+\s*/g)) {
    range.setStart(node, index);
    range.setEnd(node, index + word.trimEnd().length);
    const rect = range.getBoundingClientRect();
    if (rect.width === 0) continue;
    const last = lines.at(-1);
    if (last === undefined || Math.abs(last.rect.top - rect.top) > 2) lines.push({ text: word, rect });
    else {
      last.text += word;
      last.rect = new DOMRect(last.rect.left, last.rect.top, rect.right - last.rect.left, rect.height);
    }
  }
  const parent = node.parentElement;
  const end =
    parent === null || parent.scrollWidth <= parent.clientWidth ? Infinity : parent.getBoundingClientRect().right;
  return lines.map(({ text, rect }) => {
    const trimmed = text.trimEnd();
    if (rect.right <= end + 1) return { text: trimmed, rect };
    const shown = Math.max(1, Math.floor((trimmed.length * (end - rect.left)) / rect.width) - 1);
    return {
      text: `${trimmed.slice(0, shown)}…`,
      rect: new DOMRect(rect.left, rect.top, end - rect.left, rect.height),
    };
  });
}
