import type { Chunk } from './chunk.ts';

/** A shape that a comment or a docstring says: "# x: 1x512x4x4", "# (B, 512, 4, 4)". */
export interface WrittenShape {
  /** Where the comment begins, in the chunk. */
  readonly at: number;
  /** False if code stands before it in its line. */
  readonly isAlone: boolean;
  /** The name whose shape it is; null if the comment names none. */
  readonly name: string | null;
  /** The shapes, each as the sources of its sizes; two if the comment has an arrow. */
  readonly shapes: readonly (readonly string[])[];
}

const notes = new WeakMap<Chunk, readonly WrittenShape[]>();

/** Returns the shapes that the comments of a chunk say, in order. */
export function shapeNotesOf(chunk: Chunk): readonly WrittenShape[] {
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
  const ways = [
    () => parts(text, bracketed, /,/),
    () => parts(text, tight, /[x×]/),
    // The separator must be one that stands between sizes: `x` with spaces, or ×.
    () =>
      parts(text, times, /\s+x\s+|\s*×\s*|(?<=\d)x(?=\d)|(?<=\))\s*x\s*|\s*x\s*(?=\()/).filter(
        (sizes) => sizes.length > 2 && sizes.every((part) => !/\s/.test(part.replace(/^\(.*\)$/, ''))),
      ),
  ];
  const found = ways.map((way) => way()).find((each) => each.length > 0) ?? [];
  // "(batch, spatial_dims..., features)" has any number of axes.
  const shapes = found.filter(
    (sizes) => sizes.length >= 2 && sizes.length <= 5 && !sizes.some((part) => part.includes('..')),
  );
  return shapes.filter((sizes) => sizes.some((part) => /\d|^[A-Za-z]\w{0,12}$|\(/.test(part))).slice(0, 2);
}

function parts(text: string, pattern: RegExp, separator: RegExp): readonly (readonly string[])[] {
  return [...text.matchAll(pattern)].map(([, sizes = '']) => sizes.split(separator).map((part) => part.trim()));
}

function nameIn(text: string): string | null {
  const [, name] =
    /^#+\s*`{0,2}([A-Za-z_][\w.]*)`{0,2}(?:\.shape|\.size\(\))?\s*(?::|=|is\b|has shape|->|\.shape)/.exec(text) ?? [];
  return name === undefined || /^(?:shape|size|input|output|state|out_shape|in|returns?)$/i.test(name)
    ? null
    : name.replace(/\.shape$/, '');
}
