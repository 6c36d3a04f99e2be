import type { ByteReader } from './byteReader.ts';
import type { PickleDict, PickleObject, PickleSequence, PickleValue } from './pickleValue.ts';

/** A place on the stack that collections are gathered from. */
const mark = Symbol('mark');

type Container = PickleSequence | PickleDict | PickleObject;

/** The pickle machine's stack and memo. */
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

  /** POP takes a mark as well. */
  drop(): void {
    if (this.#values.pop() === undefined) this.#reader.fault('its stack is empty');
  }

  top(): PickleValue {
    const value = this.pop();
    this.push(value);
    return value;
  }

  /** What was pushed since the last mark, which is taken off with it. */
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

  /** The collection on top, which elements are added to. */
  container(): Container {
    const value = this.top();
    return isContainer(value) ? value : this.#reader.fault('it adds to what is no collection');
  }
}

function isContainer(value: PickleValue): value is Container {
  return (
    typeof value === 'object' &&
    value !== null &&
    (value.kind === 'object' || value.kind === 'dict' || value.kind === 'list' || value.kind === 'set')
  );
}
