import { constantFormula, type Formula, numberOf, subtracted, symbolFormula } from '../../dialects/formula.ts';
import { callsOf } from '../syntax/callIndex.ts';
import type { Chunk } from '../syntax/chunk.ts';
import type { PythonSource } from '../syntax/pythonSource.ts';
import type { CallExpression, Expression, FunctionNode, Statement } from '../syntax/tree.ts';
import type { Abstract, GivenArguments, Origin, ReachedCall, Scope, TensorValue } from '../values/abstract.ts';
import { listOf, unknown } from '../values/make.ts';
import { assignTo } from './assign.ts';
import { attributeOf } from './attributes.ts';
import { applyValue, callValue } from './callValue.ts';
import { evaluateExpression } from './evaluateExpression.ts';
import type { Applicable, CallPlace, Ending, Frame, Machine } from './machine.ts';
import { moduleScope } from './moduleScope.ts';
import { runStatements } from './runStatements.ts';
import { Trail } from './trail.ts';

/** What is known beside the code: the sizes of an input that nothing says, and answers by the paths of calls. */
export interface Given {
  readonly defaultInput: readonly number[] | null;
  readonly answers: ReadonlyMap<string, readonly Formula[]>;
}

/** A call in nested loops may be reached thousands of times. */
const mostReaches = 48;

const subscripts = '₀₁₂₃₄₅₆₇₈₉';

/** Evaluates code of one version of a source: the implementation of {@link Machine}. */
export class Interpreter implements Machine {
  readonly trail = new Trail();
  readonly reaches: ReachedCall[] = [];
  readonly applicables: Applicable[] = [];
  readonly applied = new Set<Abstract>();
  readonly owned = new Set<Abstract>();
  readonly entered = new Set<Chunk>();
  readonly ran = new Set<FunctionNode>();
  readonly solved = new Map<string, { readonly size: number; readonly origin: Origin }>();
  /** The names of the module that were looked up, with the chunks that bind them. */
  readonly uses = new Map<string, readonly Chunk[]>();
  guesses: readonly number[] = [];
  readonly module: Scope;
  private readonly given: Given;
  private readonly known: ReadonlyMap<string, { readonly size: number; readonly origin: Origin }>;
  private readonly counts = new Map<CallExpression, number>();
  private letters = new Map<string, number>();
  private readonly made = new Set<string>();
  private readonly most: number;
  private steps = 0;
  private spent = 0;
  private depth = 0;
  private guessed = 0;

  /** How many steps were taken. */
  get taken(): number {
    return this.spent;
  }

  /** `steps` is how many the evaluation may take. */
  constructor(source: PythonSource, given: Given, known: Interpreter['known'], steps: number) {
    this.most = steps;
    this.given = given;
    this.known = known;
    this.module = moduleScope(source, this.uses, (chunk) => this.run(chunk.tree.statements, this.moduleFrame(chunk)));
  }

  /** Returns the frame of statements outside all functions. */
  moduleFrame(chunk: Chunk): Frame {
    return {
      chunk,
      scope: this.module,
      path: '',
      self: null,
      owner: null,
      isCalled: true,
      depth: 0,
      returns: [],
      yielded: listOf([]),
    };
  }

  evaluate(expression: Expression, frame: Frame): Abstract {
    if (this.depth > 400) return unknown('…');
    this.depth += 1;
    const value = evaluateExpression(this, expression, frame);
    this.depth -= 1;
    return value;
  }

  run(statements: readonly Statement[], frame: Frame): Ending {
    return runStatements(this, statements, frame);
  }

  assign(target: Expression, value: Abstract, frame: Frame): void {
    assignTo(this, target, value, frame, null);
  }

  call(callee: Abstract, given: GivenArguments, place: CallPlace): Abstract {
    return callValue(this, callee, given, place);
  }

  apply(callee: Abstract, input: Abstract, place: CallPlace): Abstract {
    return applyValue(this, callee, input, place);
  }

  attribute(object: Abstract, name: string, source: string): Abstract {
    return attributeOf(this, object, name, source);
  }

  /** Allows a few more steps, for a call that nothing has reached. */
  allow(steps: number): void {
    this.steps = Math.min(this.steps, this.most - steps);
  }

  spend(): boolean {
    this.steps += 1;
    this.spent += 1;
    return this.steps <= this.most;
  }

  letter(name: string): { readonly size: Formula; readonly origin: Origin | null } {
    const count = this.letters.get(name) ?? 0;
    this.letters.set(name, count + 1);
    const letter =
      count === 0 ? name : name + String(count + 1).replace(/\d/g, (digit) => subscripts.charAt(Number(digit)));
    this.made.add(letter);
    const known = this.known.get(letter);
    if (known !== undefined) return { size: constantFormula(known.size), origin: known.origin };
    return { size: symbolFormula(letter), origin: null };
  }

  note(reach: ReachedCall): void {
    const count = this.counts.get(reach.node) ?? 0;
    this.counts.set(reach.node, count + 1);
    if (count < mostReaches) this.reaches.push(reach);
  }

  alternatives<T>(each: readonly (() => T)[], primary: number | null): readonly T[] {
    const before = this.letters;
    const after = new Map(before);
    const results = each.map((run, index) => {
      this.letters = new Map(before);
      const result = this.guessing(run, index === primary);
      for (const [name, count] of this.letters) after.set(name, Math.max(count, after.get(name) ?? 0));
      return result;
    });
    this.letters = after;
    return results;
  }

  guessing<T>(run: () => T, isSure = false): T {
    if (isSure) return run();
    const before = this.guesses;
    this.guesses = [...before, (this.guessed += 1)];
    const result = run();
    this.guesses = before;
    return result;
  }

  answer(path: string): readonly Formula[] | null {
    return this.given.answers.get(path) ?? null;
  }

  defaultInput(): TensorValue | null {
    const sizes = this.given.defaultInput;
    if (sizes === null) return null;
    return {
      kind: 'tensor',
      shape: sizes.map(constantFormula),
      origin: { words: 'the setting', chunk: null, at: 0 },
      made: [],
    };
  }

  told(value: TensorValue, shape: readonly Formula[], origin: Origin): TensorValue {
    const known = value.shape;
    if (known === null || known.length < shape.length) {
      const letters = shape.length === 3 ? 'NCL' : 'NCHW';
      const sizes = shape.map((size, axis) =>
        size.some(({ symbols }) => symbols.includes('?')) ? this.letter(letters.charAt(axis) || 'D').size : size,
      );
      return { ...value, shape: sizes, origin: sizes.some((size) => numberOf(size) !== null) ? origin : value.origin };
    }
    const offset = known.length - shape.length;
    const sizes = known.map((size, axis) => {
      const told = shape[axis - offset];
      const number = told === undefined ? null : numberOf(told);
      if (number === null || number < 1 || numberOf(size) !== null) return size;
      this.solve(size, number, origin);
      return constantFormula(number);
    });
    return { ...value, shape: sizes, origin: sizes.some((size, axis) => size !== known[axis]) ? origin : value.origin };
  }

  pathOf(chunk: Chunk, node: CallExpression): string {
    return callsOf(chunk).get(node)?.path ?? '';
  }

  /** Notes which size a letter must have for a formula of it to be a number: H = 1 if H + 3 is 4. */
  private solve(formula: Formula, number: number, origin: Origin): void {
    const symbolic = formula.filter(({ symbols }) => symbols.length > 0);
    const [term] = symbolic;
    const [letter] = term?.symbols ?? [];
    if (
      term === undefined ||
      letter === undefined ||
      symbolic.length !== 1 ||
      term.symbols.length !== 1 ||
      !this.made.has(letter)
    )
      return;
    const rest =
      numberOf(
        subtracted(
          constantFormula(number),
          formula.filter(({ symbols }) => symbols.length === 0),
        ),
      ) ?? 0;
    const size = rest / term.coefficient;
    if (Number.isInteger(size) && size >= 1 && !this.solved.has(letter)) this.solved.set(letter, { size, origin });
  }
}
