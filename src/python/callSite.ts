import type { DialectId, Layer } from '../dialects/layer.ts';
import type { SourceSize, Value } from '../dialects/value.ts';

/** A range of a text in UTF-16 code units: `from` included, `to` excluded. */
export interface TextRange {
  readonly from: number;
  readonly to: number;
}

/** An argument of a call in source code. */
export interface SiteArgument {
  readonly value: Value;
  /**
   * The expression in the call; null if the call does not give the argument and its default applies, or if the argument
   * comes out of a `*list`, a `**dictionary` or a partial.
   */
  readonly range: TextRange | null;
  /** True if the call gives the argument without writing it, out of a `*list` for example: it cannot be given again. */
  readonly isFixed: boolean;
  /** Why the value is only assumed, such as "in_channels is 64 by default"; null if the code determines it. */
  readonly assumed: string | null;
}

/** The sizes of a tensor, batch axis included; an axis of unknown size has the expression or the letter that names it. */
export type SiteShape = readonly SourceSize[];

/** What a layer does, as far as the layer before it is concerned. */
export type FollowingKind =
  'convolution' | 'transposed' | 'norm' | 'linear' | 'activation' | 'pooling' | 'resize' | 'other';

/** A layer that is applied to the output of a call, or to a tensor that the output became. */
export interface FollowingLayer {
  readonly kind: FollowingKind;
  /** The name after imports and aliases are resolved: `torch.nn.BatchNorm2d`. */
  readonly resolvedName: string;
  /** The call that makes the layer, or applies the function; null if it stands in another cell of a notebook. */
  readonly range: TextRange | null;
  /** True if nothing lies between: the layer's input is the output of the call itself. */
  readonly isDirect: boolean;
  /** The channels that the layer's arguments demand; null if it takes any number, or they are not known. */
  readonly takes: SourceSize | null;
  /** The argument that demands them, such as `in_channels` or `num_features`. */
  readonly takesArgument: string | null;
  /** The argument's expression; null if the call does not give it, or stands in another cell of a notebook. */
  readonly takesRange: TextRange | null;
  /** The channels that arrive, those of concatenated tensors included; null if not known. */
  readonly receives: SourceSize | null;
}

/** One use of a call: a call in a loop or in a function that is called with other arguments has several. */
export interface SiteUse {
  /** By the API's parameter names, in the order of its signature. */
  readonly arguments: ReadonlyMap<string, SiteArgument>;
  /** The layer of these arguments; null for an unfold or a fold. */
  readonly layer: Layer | null;
  /** The input's sizes where the code around the call determines them; null if nothing is known. */
  readonly input: SiteShape | null;
  /** Where the input's sizes come from, such as "the comment in line 12"; null if `input` is, or only channels are known. */
  readonly inputFrom: string | null;
  /** The output's sizes; null if nothing is known. */
  readonly output: SiteShape | null;
  readonly following: readonly FollowingLayer[];
}

interface Site {
  /** From the callee to the closing parenthesis. */
  readonly range: TextRange;
  readonly callee: TextRange;
  /** The name after imports and aliases are resolved: `torch.nn.ConvTranspose2d`. */
  readonly resolvedName: string;
  /**
   * By the API's parameter names, in the order of its signature. A value that differs between the uses of the call is
   * unknown.
   */
  readonly arguments: ReadonlyMap<string, SiteArgument>;
  /** Where the call stands, such as `Generator.__init__ › self.up2`. Identifies the call in another version of the file. */
  readonly path: string;
  /** The input's sizes where the code around the call determines them; null if nothing is known. */
  readonly input: SiteShape | null;
  /** Where the input's sizes come from, such as "the comment in line 12"; null if `input` is, or only channels are known. */
  readonly inputFrom: string | null;
  /** The output's sizes; null if nothing is known. */
  readonly output: SiteShape | null;
  /** The layers that the output reaches, nearest first, up to the next that changes the channels. */
  readonly following: readonly FollowingLayer[];
  /** False if the call has a syntax error, or its parenthesis is not closed: whoever types has not finished. */
  readonly isComplete: boolean;
  /** True if the arguments contain a `*list` or `**dictionary` that is not known, so that defaults are only assumed. */
  readonly hasUnknownArguments: boolean;
  /** The uses of the call that differ, in order; one for a call that is reached in one way. */
  readonly uses: readonly SiteUse[];
}

/** A call in Python source that creates or applies a transposed convolution. */
export interface TransposedSite extends Site {
  readonly kind: 'transposed';
  readonly dialect: DialectId;
  readonly layer: Layer;
}

/** A call in Python source of `nn.Unfold`, `nn.Fold`, `F.unfold` or `F.fold`. */
export interface FoldSite extends Site {
  readonly kind: 'unfold' | 'fold';
  /** Height and width. */
  readonly axes: readonly [SiteAxis, SiteAxis];
  /** The sizes (N, C·kH·kW, L) of the unfolded matrix U: `output` of an unfold, `input` of a fold. */
  readonly unfolded: SiteShape | null;
}

/** One spatial axis of an unfold or a fold. */
export interface SiteAxis {
  readonly kernel: SourceSize;
  readonly stride: SourceSize;
  readonly padding: SourceSize;
  readonly dilation: SourceSize;
  /** The size of the image: a fold's output_size, or an unfold's input; null if not known. */
  readonly image: SourceSize | null;
  /** The number of places of the window along the axis; null if not known. */
  readonly places: SourceSize | null;
}

/** A call in Python source that is looked at: a transposed convolution, an unfold or a fold. */
export type CallSite = TransposedSite | FoldSite;
