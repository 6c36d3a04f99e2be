import { visit } from 'jsonc-parser';
import { refuse, ok, type Result } from '../../engine/core/refusal.ts';

/** A part of a cell's text and the JSON string that holds it. */
interface CellPart {
  /** Where the part begins in the cell's text. */
  readonly start: number;
  /** Where the string's first character, after the quote, stands in the file. */
  readonly offset: number;
}

/** A code cell of a notebook file. */
export interface NotebookCell {
  /** The cell's place among all cells, from 1. */
  readonly number: number;
  readonly text: string;
  /** Returns the position in the file of a position in `text`. */
  readonly offsetOf: (position: number) => number;
}

interface GrowingCell {
  isCode: boolean;
  text: string;
  readonly parts: CellPart[];
}

/**
 * Reads the code cells of a Jupyter notebook (`.ipynb`, nbformat 3 and later) from its JSON text, in their order. There
 * are none if the notebook's language is not Python. Refuses a text that is no notebook. `name` is for the refusal.
 */
export function notebookCells(json: string, name: string): Result<readonly NotebookCell[]> {
  const cells: GrowingCell[] = [];
  const read = { isNotebook: false, isBroken: false, language: 'python' };
  visit(
    json,
    {
      onArrayBegin: (_offset, _length, _line, _character, pathOf) => {
        const path = pathOf();
        if (path.length <= 3 && path.at(-1) === 'cells') read.isNotebook = true;
      },
      onLiteralValue: (value: unknown, offset, _length, _line, _character, pathOf) => {
        if (typeof value !== 'string') return;
        const path = pathOf();
        if (path[0] === 'metadata' && path.length === 3) {
          const key = `${path[1]}.${path[2]}`;
          if (key === 'kernelspec.language' || key === 'language_info.name') read.language = value.toLowerCase();
          return;
        }
        const at = path.indexOf('cells') + 1;
        const index = path[at];
        if (at === 0 || at > 3 || typeof index !== 'number') return;
        const cell = (cells[index] ??= { isCode: false, text: '', parts: [] });
        const key = path[at + 1];
        if (key === 'cell_type') cell.isCode = value === 'code';
        if (key !== 'source' && key !== 'input') return;
        if (path.length > at + 3) return;
        cell.parts.push({ start: cell.text.length, offset: offset + 1 });
        cell.text += value;
      },
      onError: () => {
        read.isBroken = true;
      },
    },
    { disallowComments: true },
  );
  if (read.isBroken || !read.isNotebook) {
    return refuse('file', `${name} is not a notebook: its text is not the JSON of a list of cells.`);
  }
  if (!/^i?python/.test(read.language)) return ok([]);
  return ok(
    [...cells.entries()].flatMap(([index, cell]: readonly [number, GrowingCell | undefined]) =>
      cell?.isCode === true
        ? [{ number: index + 1, text: cell.text, offsetOf: (position) => offsetIn(json, cell.parts, position) }]
        : [],
    ),
  );
}

function offsetIn(json: string, parts: readonly CellPart[], position: number): number {
  const part = parts.filter(({ start }) => start <= position).at(-1);
  if (part === undefined) return 0;
  let { offset } = part;
  for (let at = part.start; at < position && json[offset] !== '"' && offset < json.length; at++) {
    // An escape stands for one code unit.
    if (json[offset] !== '\\') offset += 1;
    else offset += json[offset + 1] === 'u' ? 6 : 2;
  }
  return offset;
}
