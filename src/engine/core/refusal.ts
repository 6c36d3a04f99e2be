import { visibleText } from './visibleText.ts';

/**
 * The arguments a refusal can name, as PyTorch spells them. The page and the command line map them to fields and flags.
 */
export type Argument =
  | 'input'
  | 'weight'
  | 'bias'
  | 'stride'
  | 'padding'
  | 'padding_end'
  | 'output_padding'
  | 'dilation'
  | 'groups'
  | 'dtype'
  | 'kernel_size'
  | 'output_size'
  | 'formulation'
  | 'file'
  | 'fill'
  | 'seed'
  | 'scenario'
  | 'actual'
  | 'grad'
  | 'grad_output'
  | 'expected'
  | 'rtol'
  | 'atol'
  | 'memory';

/** Selects an entry of a pair: 0 = height, 1 = width. */
export type Axis = 0 | 1;

/**
 * The values that would make the named argument valid if everything else stays. If `max` is null, there is no upper
 * bound.
 */
export interface LegalRange {
  readonly min: number;
  readonly max: number | null;
}

/**
 * A place in a JSON document: the keys and indices that lead to a value, and whether the place is the value or its key.
 */
export interface DocumentPlace {
  readonly path: readonly (string | number)[];
  readonly part: 'key' | 'value';
}

/** What the caller of a refused call probably meant. */
export interface Slip {
  /** What the sizes look like, and what to do: the message ends in "looks: advice." */
  readonly looks: string;
  readonly advice: string;
  /** Given if the input is probably stored with its channels last. */
  readonly inputLayout?: 'NHWC';
  /** The orders in which the weight is probably stored, such as "OIHW". */
  readonly weightOrders?: readonly string[];
  /** The number of groups that was probably forgotten. */
  readonly groups?: number;
}

/**
 * Why a call, a file or a document is invalid: one sentence that names the argument, its value and the rule it breaks.
 */
export interface Refusal {
  readonly argument: Argument;
  readonly message: string;
  readonly axis?: Axis;
  readonly legal?: LegalRange;
  /** The slip that the numbers make likely; the message ends in it. */
  readonly slip?: Slip;
  /** The place of the error, if the refusal is about a document. */
  readonly place?: DocumentPlace;
  /** True for a file whose bytes could be raw numbers: the user can say how they are stored. */
  readonly mayBeRaw?: true;
}

/** An error as a value: the result of every fallible public function. */
export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refusal: Refusal };

/** Returns a successful result. */
export function ok<T>(value: T): Result<T> {
  return { ok: true, value };
}

/**
 * Returns a failed result. All refusals are created in this file, so that none of them shows a name from a file as it is:
 * its message has no control and no bidirectional characters ({@link visibleText}).
 */
export function refuse(
  argument: Argument,
  message: string,
  where: Omit<Refusal, 'argument' | 'message'> = {},
): { readonly ok: false; readonly refusal: Refusal } {
  return { ok: false, refusal: { argument, message: visibleText(message), ...where } };
}

/** Returns a refusal without the wrapping result, for rules that return a refusal or null. */
export function refusalOf(...refusal: Parameters<typeof refuse>): Refusal {
  return refuse(...refusal).refusal;
}
