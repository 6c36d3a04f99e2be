import { Chunk } from './chunk.ts';
import { splitChunks } from './splitChunks.ts';

/** A change of a text: the code units from `from` to `to` are replaced by `text`. */
export interface TextChange {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/**
 * One version of a Python file. A later version shares with it whatever is the same: `edit` takes a time that depends on
 * the change, and so does finding the calls of the new version.
 */
export class PythonSource {
  readonly text: string;
  readonly chunks: readonly Chunk[];
  /** Where each chunk begins. */
  readonly starts: readonly number[];
  private binders: ReadonlyMap<string, readonly Chunk[]> | null = null;
  private lines: readonly number[] | null = null;
  private starred: readonly string[] | null = null;
  private places: ReadonlyMap<Chunk, number> | null = null;

  private constructor(text: string, chunks: readonly Chunk[], starts: readonly number[]) {
    this.text = text;
    this.chunks = chunks;
    this.starts = starts;
  }

  /** Returns the first version of a file. */
  static of(written: string): PythonSource {
    const text = withoutConflicts(written);
    const starts = text === '' ? [] : [0, ...splitChunks(text, 0)];
    const chunks = starts.map((start, index) => new Chunk(text.slice(start, starts[index + 1] ?? text.length)));
    return new PythonSource(text, chunks, starts);
  }

  /**
   * Returns the version after changes whose positions are all in this version's text, in any order, without overlap: what
   * an editor reports for one edit.
   */
  edit(changes: readonly TextChange[]): PythonSource {
    const ordered = [...changes].sort((a, b) => a.from - b.from);
    let text = '';
    let end = 0;
    for (const change of ordered) {
      text += this.text.slice(end, change.from) + change.text;
      end = change.to;
    }
    return this.withText(text + this.text.slice(end));
  }

  /** Returns the version that has another text, of which the parts that did not change are found. */
  withText(written: string): PythonSource {
    const text = withoutConflicts(written);
    if (text === this.text) return this;
    const before = commonStart(this.text, text);
    const after = commonEnd(this.text, text, before);
    // The chunk before the one that changed may end elsewhere: comments, or a closing bracket, may change sides.
    let kept = 0;
    while (kept < this.starts.length && (this.starts[kept + 2] ?? Infinity) <= before) kept += 1;
    const shift = text.length - this.text.length;
    const from = this.starts[kept] ?? 0;
    const starts: number[] = [];
    // Where a statement after the change begins at the same place as before, everything from there on is the same.
    let tail = this.starts.length;
    if (from < text.length) {
      starts.push(from);
      let old = kept;
      for (const start of splitChunks(text, from)) {
        starts.push(start);
        if (start < text.length - after) continue;
        while (old < this.starts.length && (this.starts[old] ?? 0) + shift < start) old += 1;
        if ((this.starts[old] ?? -1) + shift === start && (this.starts[old] ?? 0) >= this.text.length - after) {
          tail = old;
          starts.pop();
          break;
        }
      }
    }
    const end = tail < this.starts.length ? (this.starts[tail] ?? 0) + shift : text.length;
    const fresh = starts.map((start, index) => text.slice(start, starts[index + 1] ?? end));
    const olds = this.chunks.slice(kept, tail);
    const middle = fresh.map((each) => {
      const index = olds.findIndex((old) => old.text === each);
      return (index < 0 ? undefined : olds.splice(index, 1)[0]) ?? new Chunk(each);
    });
    return new PythonSource(
      text,
      [...this.chunks.slice(0, kept), ...middle, ...this.chunks.slice(tail)],
      [...this.starts.slice(0, kept), ...starts, ...this.starts.slice(tail).map((start) => start + shift)],
    );
  }

  /** Returns the chunks that bind a name or change what it stands for, in their order. */
  binding(name: string): readonly Chunk[] {
    this.binders ??= this.indexNames();
    return this.binders.get(name) ?? [];
  }

  /** The modules of which all names are imported, such as `torch.nn.*`. */
  get stars(): readonly string[] {
    this.binders ??= this.indexNames();
    return (this.starred ??= [...this.binders.keys()].filter((name) => name.endsWith('.*')));
  }

  /** Returns the number of the line of a position, counted from 1. */
  lineOf(position: number): number {
    this.lines ??= lineStarts(this.text);
    let [low, high] = [0, this.lines.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.lines[middle] ?? 0) <= position) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Returns where a chunk begins; 0 if the chunk is not in this version. */
  startOf(chunk: Chunk): number {
    this.places ??= new Map(this.chunks.map((each, index) => [each, this.starts[index] ?? 0]));
    return this.places.get(chunk) ?? 0;
  }

  private indexNames(): ReadonlyMap<string, readonly Chunk[]> {
    const index = new Map<string, Chunk[]>();
    for (const chunk of this.chunks) {
      for (const name of chunk.names) {
        const list = index.get(name);
        // A call such as `torch.manual_seed(0)` changes no module.
        if (list?.at(-1)?.imported.has(name) === true && chunk.changed.has(name)) continue;
        if (list === undefined) index.set(name, [chunk]);
        else list.push(chunk);
      }
    }
    return index;
  }
}

/**
 * Makes comments of the lines with which Git marks a conflict, and of the version that both sides had before: the
 * statements of both sides are then read one after the other. No position changes.
 */
function withoutConflicts(text: string): string {
  if (!text.includes('<<<<<<< ') || !/^<{7} [^]*^={7}\r?$[^]*^>{7} /m.test(text)) return text;
  let isBase = false;
  return text.replace(/^.*$/gm, (line) => {
    const [mark] = /^(?:<{7} |\|{7} |={7}\r?$|>{7} )/.exec(line) ?? [];
    if (mark !== undefined) isBase = mark.startsWith('|');
    return mark === undefined && (!isBase || line === '') ? line : `#${line.slice(1)}`;
  });
}

function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

function commonStart(a: string, b: string): number {
  const most = Math.min(a.length, b.length);
  let length = 0;
  // Whole blocks first: comparing strings is faster than comparing their characters.
  for (let block = 4096; block >= 1; block = block === 1 ? 0 : block / 16)
    while (length + block <= most && a.slice(length, length + block) === b.slice(length, length + block))
      length += block;
  return length;
}

function commonEnd(a: string, b: string, start: number): number {
  const most = Math.min(a.length, b.length) - start;
  let length = 0;
  const same = (block: number): boolean =>
    a.slice(a.length - length - block, a.length - length) === b.slice(b.length - length - block, b.length - length);
  for (let block = 4096; block >= 1; block = block === 1 ? 0 : block / 16)
    while (length + block <= most && same(block)) length += block;
  return length;
}
