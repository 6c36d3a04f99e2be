import { findApi } from '../../dialects/dialects.ts';
import { canonicalName } from '../layers/canonicalName.ts';
import { findFoldApi } from '../layers/folding.ts';
import { callsOf, type IndexedCall } from '../syntax/callIndex.ts';
import { Chunk } from '../syntax/chunk.ts';
import type { PythonSource } from '../syntax/pythonSource.ts';
import type { Abstract, FunctionValue, InstanceValue, ReachedCall, Scope } from '../values/abstract.ts';
import { newTensor, noArguments } from '../values/make.ts';
import { applyingMethod, callFunction, instantiate, memberOf, callPlaceIn } from './callFunction.ts';
import { isUpsampleFactory } from './callExternal.ts';
import { nativeOf } from './callMethod.ts';
import { evaluateArguments } from './evaluateExpression.ts';
import { type Given, Interpreter } from './interpreter.ts';
import type { Frame } from './machine.ts';

/** What the evaluation of a class, a function or a script found. */
export interface UnitResult {
  readonly reaches: readonly ReachedCall[];
  /** The chunks whose functions and classes the unit called. */
  readonly entered: ReadonlySet<Chunk>;
  /** The names of the module that the result depends on, with the chunks that bound them. */
  readonly uses: ReadonlyMap<string, readonly Chunk[]>;
  /** How many steps the evaluation took. */
  readonly steps: number;
}

/**
 * Evaluates a class or a function of its own, as if somebody called it, or the statements of a script in their order, in
 * at most `most` steps.
 */
export function evaluateUnit(source: PythonSource, chunks: readonly Chunk[], given: Given, most: number): UnitResult {
  let steps = 0;
  let known: Interpreter['solved'] = new Map();
  // What a comment after a layer says may settle the letters before it: then the sizes are carried anew.
  for (let round = 0; ; round += 1) {
    const unit = new Unit(source, given, known, most);
    unit.evaluate(chunks);
    const { reaches, entered, uses, solved, taken } = unit.machine;
    steps += taken;
    if (solved.size === 0 || round === 2) return { reaches, entered, uses, steps };
    known = new Map([...known, ...solved]);
  }
}

class Unit {
  readonly machine: Interpreter;

  constructor(source: PythonSource, given: Given, known: Interpreter['solved'], most: number) {
    this.machine = new Interpreter(source, given, known, most);
  }

  evaluate(chunks: readonly Chunk[]): void {
    const { machine } = this;
    for (const chunk of chunks) {
      const frame = machine.moduleFrame(chunk);
      machine.run(chunk.tree.statements, frame);
      for (const statement of chunk.tree.statements) {
        const value =
          statement.kind === 'class' || statement.kind === 'function'
            ? machine.module.variables.get(statement.name)
            : undefined;
        if (value?.kind === 'function') callFunction({ machine, place: null, hasTensors: false }, value, noArguments);
        if (value?.kind === 'class') this.make(value, frame);
      }
    }
    this.explore();
    for (const chunk of chunks) this.sweep(chunk);
    this.explore();
  }

  /** Makes an object of a class without arguments: its parameters are their defaults, or names. */
  private make(value: Abstract & { readonly kind: 'class' }, frame: Frame): InstanceValue {
    const place = callPlaceIn(frame);
    return instantiate({ machine: this.machine, place: null, hasTensors: false }, value, noArguments, (name) =>
      // A class that is derived from a layer without arguments of its own says nothing of the layer.
      name.endsWith('Sequential') ? nativeOf(this.machine, name, noArguments, place) : null,
    );
  }

  /** Applies what the code made and did not apply itself, outermost first. */
  private explore(): void {
    const { machine } = this;
    for (const isOwned of [false, true]) {
      for (let index = 0; index < machine.applicables.length && index < 400; index += 1) {
        const each = machine.applicables[index];
        if (each === undefined || machine.applied.has(each) || (!isOwned && machine.owned.has(each))) continue;
        machine.applied.add(each);
        if (each.kind === 'container') {
          const [first] = each.entries.values();
          const chunk = first?.kind === 'layer' ? first.chunk : null;
          if (chunk !== null || each.entries.size > 0)
            machine.apply(
              each,
              machine.defaultInput() ?? newTensor(null),
              callPlaceIn(machine.moduleFrame(chunk ?? emptyChunk)),
            );
          continue;
        }
        const method = applyingMethod(each);
        if (method !== null) callFunction({ machine, place: null, hasTensors: true }, method, noArguments);
        else {
          const native = each.base.get('native');
          if (native !== undefined && !machine.applied.has(native))
            machine.apply(
              native,
              machine.defaultInput() ?? newTensor(null),
              callPlaceIn(machine.moduleFrame(each.of.chunk)),
            );
        }
      }
    }
  }

  /** Evaluates the calls of a chunk that nothing has reached: methods that nobody calls, code after a return. */
  private sweep(chunk: Chunk): void {
    const { machine } = this;
    const reached = new Set(machine.reaches.filter((reach) => reach.chunk === chunk).map(({ node }) => node));
    for (const call of callsOf(chunk).values()) {
      if (reached.has(call.node)) continue;
      machine.allow(200);
      if (!this.isLookedFor(call, chunk)) continue;
      const method = this.methodOf(call, chunk);
      if (method !== null) {
        callFunction({ machine, place: null, hasTensors: false }, method, noArguments);
        for (const { node } of machine.reaches) reached.add(node);
      }
      if (reached.has(call.node)) continue;
      const frame = this.bareFrame(call, chunk);
      machine.call(machine.evaluate(call.node.callee, frame), evaluateArguments(machine, call.node, frame), {
        node: call.node,
        frame,
      });
    }
  }

  private isLookedFor(call: IndexedCall, chunk: Chunk): boolean {
    const { callee } = call.node;
    if (callee.kind !== 'name' && callee.kind !== 'attribute') return false;
    if (!/^[A-Z]|fold$|transpose|upsample/.test(callee.name)) return false;
    const value = this.machine.evaluate(callee, this.bareFrame(call, chunk));
    if (value.kind !== 'external') return false;
    const name = canonicalName(value.name);
    if (isUpsampleFactory(name)) return true;
    return findApi(value.name) !== null || findApi(name) !== null || findFoldApi(name) !== null;
  }

  /** Returns the method or function around a call, if it is directly in the chunk or in a class there. */
  private methodOf(call: IndexedCall, chunk: Chunk): FunctionValue | null {
    const [outer, inner] = call.around;
    if (outer === undefined) return null;
    const value = this.machine.module.variables.get(outer.name) ?? null;
    if (value?.kind === 'function' && value.chunk === chunk) return null;
    if (value?.kind !== 'class' || inner?.kind !== 'function' || this.machine.ran.has(inner)) return null;
    const method = memberOf(value, inner.name);
    if (method?.kind !== 'function' || method.chunk !== chunk) return null;
    const self = this.machine.applicables.find((each) => each.kind === 'instance' && each.of === value);
    return { ...method, self: self ?? null };
  }

  /** Returns a frame that knows of the functions around a call only what they import. */
  private bareFrame(call: IndexedCall, chunk: Chunk): Frame {
    const variables = new Map<string, Abstract>();
    const scope: Scope = { variables, parent: this.machine.module, outer: null };
    const frame: Frame = { ...this.machine.moduleFrame(chunk), scope, isCalled: false };
    for (const { body } of call.around) {
      for (const statement of body) if (statement.kind === 'import') this.machine.run([statement], frame);
    }
    // A parameter hides a name of the module.
    for (const each of call.around)
      if (each.kind === 'function')
        for (const { name } of each.parameters) variables.set(name, { kind: 'unknown', source: name });
    return frame;
  }
}

const emptyChunk = new Chunk('');
