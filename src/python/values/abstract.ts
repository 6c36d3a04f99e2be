import type { Refusal } from '../../engine/core/refusal.ts';
import type { Formula } from '../../dialects/formula.ts';
import type { Chunk } from '../syntax/chunk.ts';
import type { CallExpression, ClassNode, FunctionNode } from '../syntax/tree.ts';
import type { FollowingKind } from '../callSite.ts';

/** Why a value is only assumed; absent if the code determines it. */
interface Assumable {
  readonly assumed?: string | undefined;
}

/** Where the sizes of a tensor come from: words such as "the comment in line #", and the place that gives the line. */
export interface Origin {
  /** `#` stands for the number of the line. */
  readonly words: string;
  readonly chunk: Chunk | null;
  readonly at: number;
}

/** The sizes of a tensor, batch included; null for a tensor of which not even the rank is known. */
export type Dimensions = readonly Formula[] | null;

/** A tensor, of which the sizes are followed. */
export interface TensorValue {
  readonly kind: 'tensor';
  readonly shape: Dimensions;
  readonly origin: Origin | null;
  /** The calls whose outputs the tensor is made of, as far as their channels are still in it. */
  readonly made: readonly Maker[];
}

/** A list or a tuple; `append` changes a list. */
export interface ListValue extends Assumable {
  readonly kind: 'list';
  items: readonly Abstract[];
  readonly isTuple: boolean;
  /** True if there may be other entries, too. */
  isOpen: boolean;
}

/** A dictionary whose keys are texts; other keys are written as Python writes them. */
export interface DictionaryValue extends Assumable {
  readonly kind: 'dictionary';
  readonly entries: Map<string, Abstract>;
  isOpen: boolean;
}

/** A function or a lambda; a method if `self` is its object. */
export interface FunctionValue {
  readonly kind: 'function';
  readonly node: FunctionNode;
  readonly chunk: Chunk;
  readonly scope: Scope;
  readonly path: string;
  readonly owner: ClassValue | null;
  readonly self: Abstract | null;
}

/** A class that the source defines. */
export interface ClassValue {
  readonly kind: 'class';
  readonly node: ClassNode;
  readonly chunk: Chunk;
  readonly scope: Scope;
  readonly path: string;
  readonly bases: readonly Abstract[];
  readonly members: Map<string, Abstract>;
  /** The annotated names of the body in their order, for dataclasses and Flax modules. */
  readonly fields: readonly string[];
}

/** An object of a class that the source defines. */
export interface InstanceValue {
  readonly kind: 'instance';
  readonly of: ClassValue;
  readonly attributes: Map<string, Abstract>;
  /** Holds under `native` the layer or container that the object is, if its class is derived from one. */
  readonly base: Map<string, Abstract>;
}

/** Several layers, by their names in their order: nn.Sequential, nn.ModuleList, keras.Sequential. */
export interface ContainerValue {
  readonly kind: 'container';
  readonly api: string;
  readonly entries: Map<string, Abstract>;
  readonly isOpen: boolean;
  /** True if the container is called as a layer, which applies its layers in turn. */
  readonly isSequence: boolean;
}

/** A layer of a framework. */
export interface LayerValue {
  readonly kind: 'layer';
  readonly api: string;
  readonly arguments: ReadonlyMap<string, GivenArgument>;
  readonly chunk: Chunk;
  readonly from: number;
  readonly to: number;
  /** The reach of a call that is looked for; null for any other layer. */
  readonly reach: ReachedCall | null;
}

/** An argument as a call gives it. */
export interface GivenArgument {
  readonly value: Abstract;
  /** The place of the expression in the chunk; null if the call does not write it. */
  readonly from: number | null;
  readonly to: number;
  readonly source: string;
  /** True if the call gives the argument in a `*list`, a `**dictionary` or by position in a partial: it cannot be given again. */
  readonly isFixed?: boolean;
}

/** The arguments of a call, in order. */
export interface GivenArguments {
  readonly positional: readonly GivenArgument[];
  readonly keywords: ReadonlyMap<string, GivenArgument>;
  /** True if the call has a `*list` or `**dictionary` that is not known. */
  readonly isOpen: boolean;
}

/** A value of Python as far as it is known without running the code. */
export type Abstract =
  /** An integer: a number, or a formula of names. */
  | (Assumable & { readonly kind: 'size'; readonly formula: Formula })
  | (Assumable & { readonly kind: 'float'; readonly number: number })
  | (Assumable & { readonly kind: 'boolean'; readonly boolean: boolean })
  | (Assumable & { readonly kind: 'text'; readonly text: string })
  | (Assumable & { readonly kind: 'none' })
  | ListValue
  | DictionaryValue
  | FunctionValue
  | ClassValue
  | InstanceValue
  | ContainerValue
  | LayerValue
  | TensorValue
  /** A module, class, function or object of another file, by its dotted name. */
  | { readonly kind: 'external'; readonly name: string }
  | { readonly kind: 'partial'; readonly callee: Abstract; readonly given: GivenArguments }
  /** A method of a value that is no function of the source. */
  | { readonly kind: 'method'; readonly object: Abstract; readonly name: string; readonly source: string }
  /** `super()` in a method. */
  | { readonly kind: 'super'; readonly self: Abstract; readonly owner: ClassValue }
  /** One of several values; `primary` is the index of the one that the defaults select, null if nothing does. */
  | (Assumable & { readonly kind: 'choice'; readonly options: readonly Abstract[]; readonly primary: number | null })
  | (Assumable & { readonly kind: 'unknown'; readonly source: string });

/** The names that a block knows. */
export interface Scope {
  readonly variables: Map<string, Abstract>;
  readonly parent: Scope | null;
  /** Finds a name of the module, where `parent` is null. */
  readonly outer: ((name: string) => Abstract | null) | null;
}

/** One evaluation of a call that is looked for. */
export interface ReachedCall {
  readonly chunk: Chunk;
  readonly node: CallExpression;
  /** The name of the API, as {@link LayerValue} has it. */
  readonly api: string;
  readonly arguments: ReadonlyMap<string, GivenArgument>;
  readonly isOpen: boolean;
  /** Why the API cannot be called with these arguments, whatever their values; null if it can. */
  readonly refusal: Refusal | null;
  /** True if the function around the call was called by other code, so that its parameters are what that code gives. */
  readonly isCalled: boolean;
  readonly path: string;
  /** What the layer was applied to; empty if that was not seen. */
  readonly applications: Application[];
}

/** One application of a layer to a tensor. */
export interface Application {
  readonly input: Dimensions;
  readonly origin: Origin | null;
  /** Replaced where the layer is applied with an `output_size`. */
  output: Dimensions;
  /** True where the layer is applied with an `output_size`. */
  hasOutputSize?: true;
  /** The guesses in which the layer was applied, by their numbers. */
  readonly guesses: readonly number[];
  readonly following: Follower[];
}

/** An application of a call that is looked for, of whose output a tensor is made. */
interface Maker {
  readonly application: Application;
  readonly isDirect: boolean;
  /** True if the call is in a branch that the code may not take. */
  readonly isGuess?: boolean;
}

/** A layer that was applied to a tensor that an application made. */
export interface Follower {
  readonly kind: FollowingKind;
  readonly api: string;
  readonly chunk: Chunk;
  readonly from: number;
  readonly to: number;
  readonly isDirect: boolean;
  readonly takes: Formula | null;
  readonly takesArgument: string | null;
  readonly given: GivenArgument | null;
  readonly receives: Formula | null;
}
