import { ok, type Result } from '../../engine/core/refusal.ts';
import type { CallSite, TextRange } from '../../python/callSite.ts';
import { findCalls, type FindOptions } from '../../python/findCalls.ts';
import { mayHaveCalls } from '../../python/mayHaveCalls.ts';
import { NotebookSource } from '../../python/notebookSource.ts';
import { PythonSource } from '../../python/syntax/pythonSource.ts';
import type { FilePlace, LocatedCall } from './locatedCall.ts';
import { notebookCells } from './notebookCells.ts';

/** Returns whether a path is that of a file in which calls are looked for: Python source, stubs excepted, or a notebook. */
export function isCodeFile(path: string): boolean {
  return /\.(?:pyw?|ipynb)$/i.test(path);
}

/**
 * Finds the calls of a Python file or a notebook, in their order. A file that has none of the names is not parsed.
 * Refuses a notebook whose JSON is not one.
 */
export function callsOfFile(path: string, text: string, options?: FindOptions): Result<readonly LocatedCall[]> {
  if (!mayHaveCalls(text)) return ok([]);
  const lines = lineStarts(text);
  if (!/\.ipynb$/i.test(path)) {
    const placeOf = (range: TextRange): FilePlace => placeIn(lines, range.from, range.to);
    return ok(findCalls(PythonSource.of(text), options).map((site) => located(path, site, text, lines, null, placeOf)));
  }
  const cells = notebookCells(text, path);
  if (!cells.ok) return cells;
  const sites = NotebookSource.of(cells.value.map((cell) => cell.text)).findCalls(options);
  return ok(
    cells.value.flatMap((cell, at) => {
      const placeOf = ({ from, to }: TextRange): FilePlace => placeIn(lines, cell.offsetOf(from), cell.offsetOf(to));
      const own = lineStarts(cell.text);
      return (sites[at] ?? []).map((site) => located(path, site, cell.text, own, cell.number, placeOf));
    }),
  );
}

function located(
  file: string,
  site: CallSite,
  source: string,
  starts: readonly number[],
  cell: number | null,
  placeOf: LocatedCall['placeOf'],
): LocatedCall {
  const [line] = positionIn(starts, site.range.from);
  return { file, site, source, cell, line, place: placeOf(site.range), placeOf };
}

/** Returns the positions at which the lines of a text begin. */
function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

function placeIn(starts: readonly number[], from: number, to: number): FilePlace {
  const [line, column] = positionIn(starts, from);
  const [endLine, endColumn] = positionIn(starts, to);
  return { line, column, endLine, endColumn };
}

function positionIn(starts: readonly number[], offset: number): readonly [line: number, column: number] {
  let [low, high] = [0, starts.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return [low + 1, offset - (starts[low] ?? 0) + 1];
}
