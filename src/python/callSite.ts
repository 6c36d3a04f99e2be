import type { Layer, DialectId } from '../dialects/layer.ts';
import type { SourceSize, Value } from '../dialects/value.ts';

/** A range of a text in UTF-16 code units: `from` included, `to` excluded. */
export interface TextRange {
  readonly from: number;
  readonly to: number;
}

/** An argument of a call in source code. */
export interface SiteArgument {
  readonly value: Value;
  /** The expression in the call; null if the call does not give the argument and its default applies. */
  readonly range: TextRange | null;
  /** Why the value is only assumed, such as "in_channels is 64 by default"; null if the code determines it. */
  readonly assumed: string | null;
}

/** The sizes of a tensor, batch axis included; an axis of unknown size has the expression or the letter that names it. */
export type SiteShape = readonly SourceSize[];

/** A call in Python source that creates or applies a transposed convolution. */
export interface CallSite {
  /** From the callee to the closing parenthesis. */
  readonly range: TextRange;
  readonly callee: TextRange;
  readonly dialect: DialectId;
  /** The name after imports and aliases are resolved: `torch.nn.ConvTranspose2d`. */
  readonly resolvedName: string;
  /** By the API's parameter names, in the order of its signature. */
  readonly arguments: ReadonlyMap<string, SiteArgument>;
  readonly layer: Layer;
  /** Where the call stands, such as `Generator.__init__ › self.up2`. Identifies the call in another version of the file. */
  readonly path: string;
  /** The input's sizes where the code around the call determines them; null if nothing is known. */
  readonly input: SiteShape | null;
  /** Where the input's sizes come from, such as "the comment in line 12"; null if `input` is. */
  readonly inputFrom: string | null;
}
