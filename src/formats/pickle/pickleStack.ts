import type { ByteReader } from './byteReader.ts';
import type { PickleDict, PickleObject, PickleSequence, PickleValue } from './pickleValue.ts';

/** A marker on the stack, below the elements of a collection. */
const mark = Symbol('mark');

type Container = PickleSequence | PickleDict | PickleObject;

/** The stack and the memo of the virtual machine that a pickle is a program for. */
export class PickleStack {
  readonly #reader: ByteReader;
  readonly #values: (PickleValue | typeof mark)[] = [];
  readonly #memo = new Map<number, PickleValue>();

  constructor(reader: ByteReader) {
    this.#reader = reader;
  }

  push(value: PickleValue): void {
    this.#values.push(value);
  }

  mark(): void {
    this.#values.push(mark);
  }

  pop(): PickleValue {
    const value = this.#values.pop();
    return value === undefined || value === mark ? this.#reader.fault('its stack is empty') : value;
  }

  /** Removes the top value or mark (opcode POP). */
  drop(): void {
    if (this.#values.pop() === undefined) this.#reader.fault('its stack is empty');
  }

  top(): PickleValue {
    const value = this.pop();
    this.push(value);
    return value;
  }

  /** Removes everything from the last mark on, and returns the values above the mark. */
  popMark(): PickleValue[] {
    const at = this.#values.lastIndexOf(mark);
    if (at < 0) return this.#reader.fault('it has no mark');
    const taken = this.#values.splice(at);
    return taken.slice(1) as PickleValue[];
  }

  memoize(index: number = this.#memo.size): void {
    this.#memo.set(index, this.top());
  }

  recall(index: number): PickleValue {
    const value = this.#memo.get(index);
    return value === undefined ? this.#reader.fault(`it has no memo ${index}`) : value;
  }

  /** Returns the collection on top of the stack, so that elements can be added to it. */
  container(): Container {
    const value = this.top();
    return isContainer(value) ? value : this.#reader.fault('it adds to a value that is not a collection');
  }
}

function isContainer(value: PickleValue): value is Container {
  return (
    typeof value === 'object' &&
    value !== null &&
    (value.kind === 'object' || value.kind === 'dict' || value.kind === 'list' || value.kind === 'set')
  );
}
