import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import { isPickleObject, type PickleObject, type PickleValue } from '../pickle/pickleValue.ts';
import { plainDataName, describePickleValue, printableName } from './describePickleValue.ts';
import { isCollection, pickleMembersOf, memberCountOf } from './pickleMembers.ts';
import { type StorageView, storageViewOf } from './tensorView.ts';

/** What a pickle holds: its tensors by their keys, in its order, and lines about the rest. */
export interface CollectedTensors {
  readonly views: ReadonlyMap<string, StorageView>;
  readonly leftOut: readonly string[];
}

/** Structures nest no deeper, names are no longer, and no file has more to look at. */
const deepest = 64;
const longestKey = 1000;
const mostVisits = 1 << 20;
const mostTensors = 100_000;
const mostLines = 1000;

/**
 * The tensors in a pickled structure, by the keys and indices that lead to them, joined by dots. A structure
 * that is in two places is so in both; one that contains itself is left out there. Collections of mere data
 * are a line each. `check` may find a tensor unreadable; what it refuses with is left out in its place.
 */
export function collectTensors(
  root: PickleValue,
  check: (view: StorageView) => Result<null>,
): Result<CollectedTensors> {
  const walk = new Walk(check);
  walk.visit(root, '', 0);
  return walk.isFull()
    ? refuse('file', `it nests or shares structures to more than ${mostTensors} tensors or ${mostVisits} values.`)
    : ok(walk);
}

class Walk implements CollectedTensors {
  readonly views = new Map<string, StorageView>();
  readonly leftOut: string[] = [];
  /** Elements of the collections that were looked into. */
  #visits = 0;
  readonly #check: (view: StorageView) => Result<null>;
  readonly #known = new Map<PickleObject, Result<StorageView> | null>();
  /** Collections on the way here. */
  readonly #open = new Set<PickleValue>();
  /** Collections known to be mere data. */
  readonly #plain = new Set<PickleValue>();
  /** How many tensors and unknown objects were met. */
  #met = 0;
  #left = 0;
  readonly #copies = new Map<string, number>();

  constructor(check: (view: StorageView) => Result<null>) {
    this.#check = check;
  }

  /** Whether there is too much to look at; what was collected is then not all. */
  isFull(): boolean {
    return this.#visits > mostVisits || this.views.size > mostTensors;
  }

  visit(value: PickleValue, key: string, depth: number): void {
    const view = isPickleObject(value) ? this.#viewOf(value) : null;
    if (view !== null) this.#tensor(view, key);
    else if (this.#plain.has(value)) this.#leave(key, collection(value));
    else if (this.#open.has(value)) this.#leave(key, 'the structure that it is in');
    else if (!isCollection(value)) this.#leaf(value, key);
    else if (depth === deepest) this.#meet(key, `nested deeper than ${deepest}`);
    else this.#collection(value, key, depth);
  }

  /** A tensor in several places is worked out once. */
  #viewOf(object: PickleObject): Result<StorageView> | null {
    const known = this.#known.get(object);
    if (known !== undefined) return known;
    const view = storageViewOf(object);
    const checked = view?.ok === true ? this.#check(view.value) : null;
    const found = checked?.ok === false ? checked : view;
    this.#known.set(object, found);
    return found;
  }

  #collection(value: PickleValue, key: string, depth: number): void {
    const [met, lines] = [this.#met, this.#left];
    this.#visits += memberCountOf(value);
    if (this.isFull()) return;
    this.#open.add(value);
    for (const [name, member] of pickleMembersOf(value)) {
      const inner = depth === 0 || name === null ? name : `${key}.${name}`;
      if (this.isFull()) return;
      if (inner === null) this.#meet(key, `${describePickleValue(member)} under a key that is no name`);
      else if (inner.length > longestKey) this.#meet(key, `a key of ${inner.length} characters`);
      else this.visit(member, inner, depth + 1);
    }
    this.#open.delete(value);
    if (depth === 0 || this.#met > met) return;
    this.#plain.add(value);
    this.#left = lines;
    this.leftOut.length = Math.min(lines, this.leftOut.length);
    this.#leave(key, collection(value));
  }

  #leaf(value: PickleValue, key: string): void {
    if (isPickleObject(value) && plainDataName(value) === null) this.#met++;
    this.#leave(key, describePickleValue(value));
  }

  #tensor(view: Result<StorageView>, key: string): void {
    if (!view.ok) {
      this.#meet(key, view.refusal.message);
      return;
    }
    this.#met++;
    this.views.set(this.#free(key), view.value);
  }

  /** Paths that come out the same are told apart by a number: "a.b" and then "a.b (2)". */
  #free(key: string): string {
    let [free, copy] = [key, this.#copies.get(key) ?? 1];
    while (this.views.has(free)) free = `${key} (${++copy})`;
    this.#copies.set(key, copy);
    return free;
  }

  #meet(key: string, what: string): void {
    this.#met++;
    this.#leave(key, what);
  }

  #leave(key: string, what: string): void {
    this.#left++;
    if (this.#left <= mostLines) this.leftOut.push(key === '' ? what : `${printableName(key)}: ${what}`);
    else if (this.#left === mostLines + 1) this.leftOut.push('… and more');
  }
}

/** A collection of mere data, by the name of what it is in Python. */
function collection(value: PickleValue): string {
  return isPickleObject(value)
    ? describePickleValue(value).replace(/^an object of class (\w+\.)*/, '')
    : describePickleValue(value);
}
