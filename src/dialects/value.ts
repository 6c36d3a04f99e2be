/** The value of an argument in source code, as far as it is known without running the code. */
export type Value =
  | { readonly kind: 'number'; readonly number: number }
  | { readonly kind: 'boolean'; readonly boolean: boolean }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'none' }
  /** A tuple or a list. */
  | { readonly kind: 'list'; readonly items: readonly Value[] }
  /** Not known. `source` is the expression, such as `in_channels`. */
  | { readonly kind: 'unknown'; readonly source: string };

/** A size or a parameter: a number, or the expression that stands for one, such as `in_channels` or `2 * width`. */
export type SourceSize = number | { readonly source: string };
