import type { CallSite } from './callSite.ts';
import { type FindOptions, findCalls } from './findCalls.ts';
import { movedSite } from './movedSite.ts';
import { PythonSource } from './syntax/pythonSource.ts';

/**
 * A notebook's cells as one program: names of a cell are known in those after it. Lines of IPython (`%magic`, `!cmd`,
 * cells that begin with `%%`) are passed over.
 */
export class NotebookSource {
  private readonly source: PythonSource;
  private readonly starts: readonly number[];

  private constructor(source: PythonSource, starts: readonly number[]) {
    this.source = source;
    this.starts = starts;
  }

  /** Returns the first version of a notebook, from the texts of its code cells in their order. */
  static of(cells: readonly string[]): NotebookSource {
    return new NotebookSource(PythonSource.of(cells.map(withoutMagic).join('\n')), startsOf(cells));
  }

  /** Returns the version with other cells, which shares with this one whatever is the same. */
  withCells(cells: readonly string[]): NotebookSource {
    return new NotebookSource(this.source.withText(cells.map(withoutMagic).join('\n')), startsOf(cells));
  }

  /** Finds the calls of every cell, with ranges in the cell. */
  findCalls(options?: FindOptions): readonly (readonly CallSite[])[] {
    const lineOf = (position: number): string => {
      const cell = this.starts.filter((start) => start <= position).length;
      const start = this.starts[cell - 1] ?? 0;
      return `${this.source.lineOf(position) - this.source.lineOf(start) + 1} of cell ${cell}`;
    };
    const sites = findCalls(this.source, options, lineOf);
    return this.starts.map((start, index) => {
      const end = this.starts[index + 1] ?? this.source.text.length + 1;
      const cell = { from: 0, to: end - 1 - start };
      return sites
        .filter(({ range }) => range.from >= start && range.from < end)
        .map((site) => movedSite(site, -start, cell));
    });
  }
}

function startsOf(cells: readonly string[]): readonly number[] {
  let at = 0;
  return cells.map((cell) => {
    const start = at;
    at += cell.length + 1;
    return start;
  });
}

/** Replaces lines of IPython by comments of the same length, so that positions stay. */
function withoutMagic(cell: string): string {
  if (/^\s*%%(?!time|capture|prun)/.test(cell)) return cell.replace(/[^\n]/g, ' ');
  return cell.replace(
    /^([ \t]*)[%!?][^\n]*/gm,
    (line, indent: string) => indent + '#'.padEnd(line.length - indent.length, ' '),
  );
}
