import type { ByteReader } from './byteReader.ts';
import type {
  OmittedItems,
  PickleDict,
  PickleObject,
  PicklePersistent,
  PickleSequence,
  PickleValue,
} from './pickleValue.ts';

type Container = PickleSequence | PickleDict | PickleObject;

/** A marker on the stack, below the elements of a collection, and what had been read when it was set. */
interface Mark {
  /** Values below the mark. */
  readonly below: number;
  readonly memoized: number;
  readonly structures: number;
  readonly persistents: number;
}

/** Members of one collection that are kept if they are all plain values; more are only counted. */
const keptPlain = 1 << 12;
/** Members of a list, and values of a dict, that are kept if none of them holds a storage; more are only counted. */
const keptItems = 1 << 11;
const keptPairs = 1 << 17;

/** The most collections and objects that are kept. They take about 150 bytes each. */
const maxStructures = 1 << 21;

/** An empty list of members, shared by all objects that have none. */
const none: PickleValue[] = [];

/** What a pickle has while it is read. */
class Frame {
  readonly values: PickleValue[] = [];
  readonly marks: Mark[] = [];
  /** The memo; an index that was passed over is in `sparse`. */
  readonly memo: PickleValue[] = [];
  readonly sparse = new Map<number, PickleValue>();
  /** The object that a pickle inside another one belongs to; null for the outermost pickle. */
  readonly owner: PickleObject | null;

  constructor(owner: PickleObject | null) {
    this.owner = owner;
  }
}

/** The most pickles inside each other. */
const maxFrames = 16;

/** The stack and the memo of the virtual machine that a pickle is a program for. */
export class PickleStack {
  readonly #reader: ByteReader;
  readonly #frames: Frame[] = [new Frame(null)];
  #frame = this.#frames[0] as Frame;
  #structures = 0;
  #persistents = 0;
  /** Storages that the pickle names by persistent ids, and calls that load a storage from bytes in it. */
  readonly storages: (PicklePersistent | PickleObject)[] = [];

  constructor(reader: ByteReader) {
    this.#reader = reader;
  }

  push(value: PickleValue): void {
    this.#frame.values.push(value);
  }

  /** Pushes a collection or an object, of which only so many are kept. */
  pushStructure(value: PickleValue): void {
    this.#structures++;
    if (isStorage(value)) {
      this.#persistents++;
      this.storages.push(value);
    }
    this.#frame.values.push(value);
  }

  /** Returns true if more collections and objects were read than are kept. */
  get isFull(): boolean {
    return this.#structures > maxStructures;
  }

  /** Begins a pickle inside this one, whose value becomes a member of `owner`. */
  enter(owner: PickleObject): void {
    if (this.#frames.length === maxFrames)
      this.#reader.fault(`it has more than ${maxFrames} pickles inside each other`);
    this.#frame = new Frame(owner);
    this.#frames.push(this.#frame);
  }

  /** Ends a pickle: returns true, and continues the pickle around it, if there is one. */
  leave(): boolean {
    const { owner } = this.#frame;
    if (owner === null) return false;
    addTo(owner, 'items', [this.pop()]);
    this.#frames.pop();
    this.#frame = this.#frames.at(-1) as Frame;
    return true;
  }

  mark(): void {
    this.#frame.marks.push({
      below: this.#frame.values.length,
      memoized: this.#frame.memo.length,
      structures: this.#structures,
      persistents: this.#persistents,
    });
  }

  pop(): PickleValue {
    const value =
      this.#frame.values.length > (this.#frame.marks.at(-1)?.below ?? 0) ? this.#frame.values.pop() : undefined;
    return value === undefined ? this.#reader.fault('its stack is empty') : value;
  }

  /** Removes the top value or mark (opcode POP). */
  drop(): void {
    if (this.#frame.marks.at(-1)?.below === this.#frame.values.length && this.#frame.marks.length > 0)
      this.#frame.marks.pop();
    else if (this.#frame.values.pop() === undefined) this.#reader.fault('its stack is empty');
  }

  top(): PickleValue {
    const value = this.pop();
    this.push(value);
    return value;
  }

  /** Removes everything from the last mark on, and returns the values above the mark. */
  popMark(): PickleValue[] {
    return this.#taken().values;
  }

  #taken(): { readonly values: PickleValue[]; readonly mark: Mark } {
    const mark = this.#frame.marks.pop();
    if (mark === undefined) return this.#reader.fault('it has no mark');
    // Splicing a whole long stack would copy it twice.
    return { values: this.#frame.values.splice(mark.below), mark };
  }

  /**
   * Adds the values above the last mark to the collection below it. Those of a long collection that holds no storage are
   * only counted, and forgotten with everything in them.
   */
  addMarked(kind: 'items' | 'pairs'): void {
    const { values, mark } = this.#taken();
    const container = this.#container(kind);
    if (kind === 'pairs' && values.length % 2 !== 0) this.#reader.fault('it sets a key without a value');
    // A collection whose size is a multiple of the pickler's batches ends with an empty one.
    if (values.length === 0) return;
    const limit = this.#limitOf(values, mark, kind);
    if (membersOf(container, kind).length < limit) {
      addTo(container, kind, values);
      return;
    }
    container.omitted = plus(container.omitted, values, kind);
    this.#forgetSince(mark);
  }

  /** Adds one value to the collection below it. */
  addOne(): void {
    const value = this.pop();
    const container = this.#container('items');
    if (isPlain(value) && membersOf(container, 'items').length >= keptPlain) {
      container.omitted = plus(container.omitted, [value], 'items');
    } else addTo(container, 'items', [value]);
  }

  /** Sets one pair of the dict below it. */
  setOne(): void {
    const value = this.pop();
    const key = this.pop();
    const container = this.#container('pairs');
    if (isPlain(value) && isPlain(key) && membersOf(container, 'pairs').length >= 2 * keptPlain) {
      container.omitted = plus(container.omitted, [key, value], 'pairs');
    } else addTo(container, 'pairs', [key, value]);
  }

  /** Pushes a tuple, a list or a set of the values above the last mark. */
  gather(kind: PickleSequence['kind']): void {
    const items = this.popMark();
    const value: PickleSequence = { kind, items };
    if (items.length > keptPlain && items.every(isPlain)) {
      value.omitted = plus(undefined, items.slice(keptPlain), 'items');
      value.items = items.slice(0, keptPlain);
    }
    this.pushStructure(value);
  }

  memoize(index: number = this.#frame.memo.length): void {
    const value = this.top();
    if (index < this.#frame.memo.length) this.#frame.memo[index] = value;
    else if (index === this.#frame.memo.length) this.#frame.memo.push(value);
    else if (this.#frame.sparse.size < maxStructures) this.#frame.sparse.set(index, value);
    else this.#reader.fault('it has too many memos out of order');
  }

  recall(index: number): PickleValue {
    const value = index < this.#frame.memo.length ? this.#frame.memo[index] : this.#frame.sparse.get(index);
    return value === undefined ? this.#reader.fault(`it has no memo ${index}`) : value;
  }

  /**
   * Returns what has been read so far of a pickle that is not read to its end: the collection at the bottom of the stack with
   * its members. A member that is itself incomplete has the members that were added to it.
   */
  soFar(): PickleValue {
    this.#frame = this.#frames[0] as Frame;
    const [first] = this.#frame.marks;
    const members = first === undefined ? [] : this.#frame.values.slice(first.below, this.#frame.marks[1]?.below);
    const chain = this.#frame.values.slice(0, first?.below);
    const inner = chain.at(-1);
    if (isContainer(inner) && inner.kind !== 'object') {
      const isDict = inner.kind === 'dict';
      addTo(
        inner,
        isDict ? 'pairs' : 'items',
        isDict ? members.slice(0, members.length - (members.length % 2)) : members,
      );
    }
    for (let i = chain.length - 1; i > 0; i--) {
      const [outer = null, state = null] = [chain[i - 1], chain[i]];
      if (typeof outer === 'object' && outer?.kind === 'object') outer.state ??= state;
    }
    return chain[0] ?? null;
  }

  /** Returns the collection on top of the stack, so that elements can be added to it. */
  #container(kind: 'items' | 'pairs'): Container {
    const value = this.top();
    if (!isContainer(value)) return this.#reader.fault('it adds to a value that is not a collection');
    if (kind === 'items' && value.kind === 'dict') return this.#reader.fault('it appends to a dict');
    if (kind === 'pairs' && value.kind !== 'dict' && value.kind !== 'object') {
      return this.#reader.fault('it sets items of a value that is not a dict');
    }
    return value;
  }

  #limitOf(values: readonly PickleValue[], { persistents }: Mark, kind: 'items' | 'pairs'): number {
    const each = kind === 'items' ? 1 : 2;
    if (values.every(isPlain)) return each * keptPlain;
    if (persistents !== this.#persistents) return Infinity;
    return each * (kind === 'items' ? keptItems : keptPairs);
  }

  /**
   * Forgets the collections and objects that were memoized since a mark. A later use of one finds None; names and texts are
   * kept, because many objects share them.
   */
  #forgetSince({ memoized, structures }: Mark): void {
    for (let i = memoized; i < this.#frame.memo.length; i++) {
      const value = this.#frame.memo[i];
      if (typeof value === 'object' && value !== null && value.kind !== 'name' && !isShared(value))
        this.#frame.memo[i] = null;
    }
    this.#structures = structures;
  }
}

/** Returns true for a persistent id, and for a call of the function with which a plain pickle loads a storage of PyTorch. */
function isStorage(value: PickleValue): value is PicklePersistent | PickleObject {
  if (typeof value !== 'object' || value === null) return false;
  if (value.kind === 'persistent') return true;
  if (value.kind !== 'object') return false;
  const { callee } = value;
  return typeof callee === 'object' && callee?.kind === 'name' && callee.name === 'torch.storage._load_from_bytes';
}

/** Returns true for a dtype, which all arrays of a pickle share. */
function isShared(value: Exclude<PickleValue, string | number | bigint | boolean | null>): boolean {
  if (value.kind !== 'object') return false;
  const { callee } = value;
  return typeof callee === 'object' && callee?.kind === 'name' && callee.name === 'numpy.dtype';
}

function isPlain(value: PickleValue): boolean {
  return typeof value !== 'object' || value === null || value.kind === 'bytes' || value.kind === 'name';
}

/** Returns an object whose members are added later, if it has any. */
export function pickledObject(callee: PickleValue, args: PickleValue): PickleObject {
  return { kind: 'object', callee, args, appended: none, items: none, state: null };
}

function membersOf(container: Container, kind: 'items' | 'pairs'): readonly PickleValue[] {
  return container.kind === 'object' && kind === 'items' ? container.appended : container.items;
}

/** Adds members to a collection or an object. */
export function addTo(container: Container, kind: 'items' | 'pairs', values: readonly PickleValue[]): void {
  if (container.kind === 'object') {
    if (container.appended === none) container.appended = [];
    if (container.items === none) container.items = [];
  }
  const members = container.kind === 'object' && kind === 'items' ? container.appended : container.items;
  for (const value of values) members.push(value);
}

function plus(before: OmittedItems | undefined, values: readonly PickleValue[], kind: 'items' | 'pairs'): OmittedItems {
  const counted = kind === 'items' ? values : values.filter((_, i) => i % 2 === 1);
  return {
    count: (before?.count ?? 0) + counted.length,
    areNumbers: (before?.areNumbers ?? true) && counted.every(isPickledNumber),
    areTexts: (before?.areTexts ?? true) && counted.every(isPickledText),
  };
}

/** Returns true for a Python int, float or bool. */
export function isPickledNumber(value: PickleValue): boolean {
  return typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean';
}

/** Returns true for a Python str. */
export function isPickledText(value: PickleValue): boolean {
  return typeof value === 'string' || (typeof value === 'object' && value?.kind === 'bytes' && value.type === 'str');
}

function isContainer(value: PickleValue | undefined): value is Container {
  return (
    typeof value === 'object' &&
    value !== null &&
    (value.kind === 'object' || value.kind === 'dict' || value.kind === 'list' || value.kind === 'set')
  );
}
