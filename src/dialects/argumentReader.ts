import { type Argument, refusalOf, type Axis, type Refusal } from '../engine/core/refusal.ts';
import type { Api } from './api.ts';
import { pythonText } from './pythonText.ts';
import type { SourceSize, Value } from './value.ts';

/**
 * Reads the arguments of a call and remembers the first that the framework would refuse. A method that refuses an
 * argument returns a stand-in, so that reading a call needs no check after each argument; the caller takes `problem` at
 * the end.
 */
export class ArgumentReader {
  problem: Refusal | null = null;
  private readonly api: Api;
  private readonly args: ReadonlyMap<string, Value>;

  constructor(api: Api, args: ReadonlyMap<string, Value>) {
    this.api = api;
    this.args = args;
  }

  /** Records a refusal; only the first is kept. `name` is the API's name of the argument. */
  refuse(name: string, message: string, axis?: number): void {
    const found = Object.entries(this.api.argumentNames).find(([, own]) => own === name)?.[0];
    const argument = (found ?? engineArguments.find((each) => each === name) ?? 'scenario') as Argument;
    const place: { axis?: Axis } = axis === undefined ? {} : { axis: axis === 0 ? 0 : 1 };
    this.problem ??= refusalOf(argument, message, place);
  }

  /** Returns true if the call gives the argument. */
  isGiven(name: string): boolean {
    return this.args.has(name);
  }

  /** Returns an argument or its default. If a required argument is missing, refuses the call and returns its name as unknown. */
  value(name: string): Value {
    const parameter = this.api.parameters.find((each) => each.name === name);
    const value = this.args.get(name) ?? parameter?.absent ?? null;
    if (value !== null) return value;
    this.refuse(name, `${this.api.shown} lacks the argument ${name}.`);
    return { kind: 'unknown', source: name };
  }

  /** Reads one integer of at least `min`. */
  size(name: string, min: number): SourceSize {
    return this.sizeOf(this.value(name), name, min, 'must be one integer');
  }

  /** Reads an integer for all axes, or one for each of `rank` axes. */
  sizes(name: string, rank: number, min: number): readonly SourceSize[] {
    return this.sizesOf(this.value(name), name, rank, min);
  }

  /** Does what {@link sizes} does, and returns null if the argument is None. */
  sizesOrNull(name: string, rank: number, min: number): readonly SourceSize[] | null {
    const value = this.value(name);
    return value.kind === 'none' ? null : this.sizesOf(value, name, rank, min);
  }

  /** Reads strides or dilations as {@link sizes} does; 1 for each axis if the argument is None. */
  steps(name: string, rank: number): readonly SourceSize[] {
    return this.sizesOrNull(name, rank, 1) ?? Array.from({ length: rank }, () => 1);
  }

  /** Reads a value as {@link sizes} reads an argument. */
  sizesOf(value: Value, name: string, rank: number, min: number): readonly SourceSize[] {
    const rule = rank === 1 ? 'must be one integer' : `must be one integer or ${rank} integers`;
    if (value.kind === 'unknown') return Array.from({ length: rank }, () => ({ source: value.source }));
    if (value.kind !== 'list') {
      const all = this.sizeOf(value, name, min, rule);
      return Array.from({ length: rank }, () => all);
    }
    if (value.items.length !== rank) {
      this.refuse(
        name,
        `${name} = ${pythonText(value)} has ${value.items.length} ${value.items.length === 1 ? 'entry' : 'entries'}; it ${rule}.`,
      );
      return Array.from({ length: rank }, () => ({ source: name }));
    }
    return value.items.map((item, axis) => this.sizeOf(item, name, min, rule, axis));
  }

  /** Reads one value as an integer of at least `min`. `rule` ends the sentence that refuses anything but an integer. */
  sizeOf(value: Value, name: string, min: number, rule: string, axis?: number): SourceSize {
    if (value.kind === 'unknown') return { source: value.source };
    const shown = `${name}${axis === undefined ? '' : `[${axis}]`} = ${pythonText(value)}`;
    if (value.kind !== 'number' || !Number.isSafeInteger(value.number)) {
      this.refuse(name, `${shown} ${rule}.`, axis);
      return { source: name };
    }
    if (value.number < min) this.refuse(name, `${shown} must be at least ${min}.`, axis);
    return value.number;
  }

  /** Reads True or False; null if the value is not known. */
  boolean(name: string): boolean | null {
    const value = this.value(name);
    if (value.kind === 'boolean') return value.boolean;
    if (value.kind === 'number') return value.number !== 0;
    if (value.kind === 'none') return false;
    if (value.kind !== 'unknown') this.refuse(name, `${name} = ${pythonText(value)} must be True or False.`);
    return null;
  }

  /** Returns the sizes of a tensor argument: sources such as `w.shape[0]` if its shape is not known. */
  tensorShape(name: string, rank: number): readonly SourceSize[] {
    const value = this.value(name);
    if (value.kind === 'list') {
      if (value.items.length === rank)
        return value.items.map((item) => this.sizeOf(item, name, 1, 'must be an integer'));
      this.refuse(name, `${name} has ${value.items.length} axes; ${this.api.shown} takes ${rank}.`);
    }
    const source = value.kind === 'unknown' ? value.source : name;
    return Array.from({ length: rank }, (_, axis) => ({ source: `${source}.shape[${axis}]` }));
  }
}

/** The engine's names of arguments that frameworks share. */
const engineArguments: readonly Argument[] = [
  'input',
  'weight',
  'bias',
  'stride',
  'padding',
  'output_padding',
  'dilation',
  'groups',
  'dtype',
  'kernel_size',
  'output_size',
];

/** Returns an item of a list that has one for each axis. */
export function along<T>(items: readonly T[], axis: number): T {
  const item = items[axis];
  if (item === undefined) throw new Error(`There is no axis ${axis}.`);
  return item;
}
