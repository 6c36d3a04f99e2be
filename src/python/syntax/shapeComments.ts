import type { Chunk } from './chunk.ts';

/** A shape that a comment or a docstring says: "# x: 1x512x4x4", "# (B, 512, 4, 4)". */
export interface ShapeNote {
  /** Where the comment begins, in the chunk. */
  readonly at: number;
  /** False if code stands before it in its line. */
  readonly isAlone: boolean;
  /** The name whose shape it is; null if the comment names none. */
  readonly name: string | null;
  /** The shapes, each as the sources of its sizes; two if the comment has an arrow. */
  readonly shapes: readonly (readonly string[])[];
}

const notes = new WeakMap<Chunk, readonly ShapeNote[]>();

/** Returns the shapes that the comments of a chunk say, in order. */
export function shapeNotesOf(chunk: Chunk): readonly ShapeNote[] {
  let known = notes.get(chunk);
  if (known === undefined) {
    known = chunk.tree.comments.flatMap(({ from, text }) => {
      const shapes = shapesIn(text);
      if (shapes.length === 0) return [];
      const line = chunk.text.slice(chunk.text.lastIndexOf('\n', from) + 1, from);
      const name = nameIn(text);
      // Two numbers are a shape only of something.
      if (shapes.some((shape) => shape.length < (name === null ? 3 : 2))) return [];
      return [{ at: from, isAlone: line.trim() === '', name, shapes }];
    });
    notes.set(chunk, known);
  }
  return known;
}

/** A size: an integer, a name with attributes, or a small expression of them, perhaps in parentheses. */
const size = String.raw`(?:\([\w\s.*+/-]+\)|[A-Za-z_][\w.]*(?:\s*(?:\*|//?|\+|-)\s*[\w.]+)*|\d+(?:\s*(?:\*|//)\s*[\w.]+)*|\?|-1)`;
const bracketed = new RegExp(String.raw`[[(]\s*(${size}(?:\s*,\s*${size})+)\s*,?\s*[\])]`, 'g');
const times = new RegExp(
  String.raw`(?<![\w.])((?:\(\s*[\w\s.*+/-]+\)|\w+(?:\*\w+)?)(?:\s*[x×]\s*(?:\(\s*[\w\s.*+/-]+\)|\w+(?:\*\w+)?)){2,})(?![\w(])`,
  'g',
);
const tight = /(?<![\w.])((?:\d+|[A-Z])(?:[x×](?:\d+|[A-Z](?![a-z])))+)(?![\w(])/g;

/** Returns the shapes in a text. */
export function shapesIn(text: string): readonly (readonly string[])[] {
  if (text.length > 400) return [];
  const found: { readonly at: number; readonly sizes: readonly string[] }[] = [];
  for (const match of text.matchAll(bracketed))
    found.push({ at: match.index, sizes: (match[1] ?? '').split(',').map((part) => part.trim()) });
  if (found.length === 0) {
    for (const match of text.matchAll(tight)) found.push({ at: match.index, sizes: (match[1] ?? '').split(/[x×]/) });
    // The separator must be one that stands between sizes: `x` with spaces, or ×.
    if (found.length === 0)
      for (const match of text.matchAll(times)) {
        const sizes = (match[1] ?? '')
          .split(/\s+x\s+|\s*×\s*|(?<=\d)x(?=\d)|(?<=\))\s*x\s*|\s*x\s*(?=\()/)
          .map((part) => part.trim());
        if (sizes.length > 2 && sizes.every((part) => !/\s/.test(part.replace(/^\(.*\)$/, ''))))
          found.push({ at: match.index, sizes });
      }
  }
  const shapes = found.map(({ sizes }) => sizes).filter((sizes) => sizes.length >= 2 && sizes.length <= 5);
  return shapes.filter((sizes) => sizes.some((part) => /\d|^[A-Za-z]\w{0,12}$|\(/.test(part))).slice(0, 2);
}

function nameIn(text: string): string | null {
  const [, name] =
    /^#+\s*`{0,2}([A-Za-z_][\w.]*)`{0,2}(?:\.shape|\.size\(\))?\s*(?::|=|is\b|has shape|->|\.shape)/.exec(text) ?? [];
  return name === undefined || /^(?:shape|size|input|output|state|out_shape|in|returns?)$/i.test(name)
    ? null
    : name.replace(/\.shape$/, '');
}
