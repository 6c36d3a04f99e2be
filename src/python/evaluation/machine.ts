import type { Formula } from '../../dialects/formula.ts';
import type { Chunk } from '../syntax/chunk.ts';
import type { CallExpression, Expression, FunctionNode, Statement } from '../syntax/tree.ts';
import type {
  Abstract,
  ClassValue,
  ContainerValue,
  GivenArguments,
  InstanceValue,
  ListValue,
  Origin,
  ReachedCall,
  Scope,
  TensorValue,
} from '../values/abstract.ts';
import type { Trail } from './trail.ts';

/** How a block ends: by running to its end, or by the statement of that name. */
export type Ending = 'end' | 'return' | 'break' | 'continue' | 'raise';

/** A function, class body or module that is being evaluated. */
export interface Frame {
  readonly chunk: Chunk;
  readonly scope: Scope;
  /** The qualified name, such as `Generator.__init__`; empty for the module. */
  readonly path: string;
  readonly self: Abstract | null;
  /** The class whose method the function is. */
  readonly owner: ClassValue | null;
  /** False if the parameters are defaults or names, because no code is seen that calls the function. */
  readonly isCalled: boolean;
  readonly depth: number;
  /** What the function returned so far. */
  returns: Abstract[];
  /** What the function yielded so far. */
  readonly yielded: ListValue;
}

/** The place of a call that is evaluated. */
export interface CallPlace {
  readonly node: CallExpression;
  readonly frame: Frame;
}

/** Something with layers that may be applied to a tensor, and was made by the code. */
export type Applicable = InstanceValue | ContainerValue;

/**
 * The evaluation of one class, function or script: evaluates expressions and statements to what is known of them, and
 * collects the calls that are looked for. Nothing is run: unknown values stay names, and every loop has an end.
 */
export interface Machine {
  readonly trail: Trail;
  /** The evaluations of calls that are looked for. */
  readonly reaches: ReachedCall[];
  /** What the code made that can be applied to a tensor, in order. */
  readonly applicables: Applicable[];
  /** What was applied, or belongs to something that can be applied. */
  readonly applied: Set<Abstract>;
  readonly owned: Set<Abstract>;
  /** The chunks whose functions and classes were called. */
  readonly entered: Set<Chunk>;
  /** The functions whose bodies were evaluated. */
  readonly ran: Set<FunctionNode>;
  /** The sizes that letters must have because of what is said about a tensor, by the letter. */
  readonly solved: Map<string, { readonly size: number; readonly origin: Origin }>;
  evaluate(expression: Expression, frame: Frame): Abstract;
  run(statements: readonly Statement[], frame: Frame): Ending;
  /** Binds a value to the target of an assignment. */
  assign(target: Expression, value: Abstract, frame: Frame): void;
  call(callee: Abstract, given: GivenArguments, place: CallPlace): Abstract;
  /** Applies a layer, a module or a function to a tensor. */
  apply(callee: Abstract, input: Abstract, place: CallPlace): Abstract;
  attribute(object: Abstract, name: string, source: string): Abstract;
  /** Returns false once the evaluation has taken as many steps as it may. */
  spend(): boolean;
  /** Returns the formula of a new letter, or of the size that the letter is known to have. */
  letter(name: string): { readonly size: Formula; readonly origin: Origin | null };
  /** Keeps a reach, unless its call has been reached more often than anybody wants to know. */
  note(reach: ReachedCall): void;
  /** Runs alternatives, each of which gets the same new letters; all but the `primary` one as guesses. */
  alternatives<T>(each: readonly (() => T)[], primary: number | null): readonly T[];
  /** Runs a branch that the code may not take, unless `isSure`. Layers applied meanwhile carry the guess's number. */
  guessing<T>(run: () => T, isSure?: boolean): T;
  /** The numbers of the guesses running now, outermost first. */
  readonly guesses: readonly number[];
  /** Returns the answer to the question for the input of the call with this path. */
  answer(path: string): readonly Formula[] | null;
  /** Returns the tensor that a function gets if nothing else is known; null if no setting says it. */
  defaultInput(): TensorValue | null;
  /** Notes what is said about a tensor, and returns the tensor with it. */
  told(value: TensorValue, shape: readonly Formula[], origin: Origin): TensorValue;
  /** Returns the path of a call. */
  pathOf(chunk: Chunk, node: CallExpression): string;
}
