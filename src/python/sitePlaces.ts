import type { Chunk } from './syntax/chunk.ts';
import type { PythonSource } from './syntax/pythonSource.ts';

/** Returns the words for the line of a position, such as "12". */
export type LineWords = (position: number) => string;

/** What a version of a source said of the places in a site. */
export interface KnownPlaces {
  readonly starts: ReadonlyMap<Chunk, number>;
  readonly lines: readonly { readonly chunk: Chunk; readonly at: number; readonly words: string }[];
}

/** Answers where the parts of a site are in a version of a source, and notes the answers. */
export class SitePlaces {
  private readonly source: PythonSource;
  private readonly wordsOf: LineWords;
  private readonly starts = new Map<Chunk, number>();
  private readonly lines: KnownPlaces['lines'][number][] = [];

  constructor(source: PythonSource, wordsOf: LineWords) {
    this.source = source;
    this.wordsOf = wordsOf;
  }

  /** The answers so far. They do not hold the version. */
  get known(): KnownPlaces {
    return { starts: this.starts, lines: this.lines };
  }

  /** Returns where a chunk begins. */
  startOf(chunk: Chunk): number {
    const start = this.source.startOf(chunk);
    this.starts.set(chunk, start);
    return start;
  }

  /** Returns the words for the line of a position in a chunk. */
  lineOf(chunk: Chunk, at: number): string {
    const words = this.wordsOf(this.source.startOf(chunk) + at);
    this.lines.push({ chunk, at, words });
    return words;
  }

  /**
   * Returns by how many code units the chunks of a site have moved in this version; null if not all have moved alike, or a
   * line has other words.
   */
  movedFrom({ starts, lines }: KnownPlaces): number | null {
    let by: number | null = null;
    for (const [chunk, start] of starts) {
      const move = this.source.startOf(chunk) - start;
      if (by !== null && by !== move) return null;
      by = move;
    }
    const isAlike = lines.every(({ chunk, at, words }) => this.wordsOf(this.source.startOf(chunk) + at) === words);
    return isAlike ? by : null;
  }
}
