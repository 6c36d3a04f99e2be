import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import { isPickleObject, type PickleObject, type PickleValue } from '../pickle/pickleValue.ts';
import { plainDataName, describePickleValue, printableName } from './describePickleValue.ts';
import { isCollection, pickleMembersOf, memberCountOf } from './pickleMembers.ts';
import { type StorageView, storageViewOf } from './tensorView.ts';

/** The tensors of a pickle by their keys, in its order, and one line for each thing that was left out. */
export interface CollectedTensors {
  readonly views: ReadonlyMap<string, StorageView>;
  readonly leftOut: readonly string[];
}

/** Limits on the structure of a pickle. Checkpoints stay far below them. */
const maxDepth = 64;
const maxKeyLength = 1000;
const maxVisits = 1 << 20;
const maxTensors = 100_000;
const maxLines = 1000;

/**
 * Collects the tensors in a pickled structure by the keys and indices that lead to them, joined by dots. A structure
 * that is in two places is collected in both; a structure inside itself is left out there. A collection without tensors
 * takes one line. `check` may refuse a tensor; the message of the refusal is then the line of that tensor.
 */
export function collectTensors(
  root: PickleValue,
  check: (view: StorageView) => Result<null>,
): Result<CollectedTensors> {
  const walk = new Walk(check);
  walk.visit(root, '', 0);
  return walk.isFull()
    ? refuse(
        'file',
        `it holds more than ${maxTensors} tensors or ${maxVisits} values, shared structures counted each time.`,
      )
    : ok(walk);
}

class Walk implements CollectedTensors {
  readonly views = new Map<string, StorageView>();
  readonly leftOut: string[] = [];
  /** Elements of the collections visited so far. */
  #visits = 0;
  readonly #check: (view: StorageView) => Result<null>;
  readonly #known = new Map<PickleObject, Result<StorageView> | null>();
  /** Collections from the root to the current value. */
  readonly #open = new Set<PickleValue>();
  /** Collections known to hold no tensor. */
  readonly #plain = new Set<PickleValue>();
  /** Number of tensors and unknown objects found so far. */
  #met = 0;
  #left = 0;
  readonly #copies = new Map<string, number>();

  constructor(check: (view: StorageView) => Result<null>) {
    this.#check = check;
  }

  /** Returns true if a limit was exceeded; the collected tensors are then incomplete. */
  isFull(): boolean {
    return this.#visits > maxVisits || this.views.size > maxTensors;
  }

  visit(value: PickleValue, key: string, depth: number): void {
    const view = isPickleObject(value) ? this.#viewOf(value) : null;
    if (view !== null) this.#tensor(view, key);
    else if (this.#plain.has(value)) this.#leave(key, collection(value));
    else if (this.#open.has(value)) this.#leave(key, 'the structure that contains it');
    else if (!isCollection(value)) this.#leaf(value, key);
    else if (depth === maxDepth) this.#meet(key, `nested deeper than ${maxDepth}`);
    else this.#collection(value, key, depth);
  }

  /** Returns the view of a tensor; a tensor in several places is worked out once. */
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
      if (inner === null) this.#meet(key, `${describePickleValue(member)} under a key that is not a name`);
      else if (inner.length > maxKeyLength) this.#meet(key, `a key of ${inner.length} characters`);
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

  /** Returns an unused key. Equal paths are numbered: "a.b", then "a.b (2)". */
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
    if (this.#left <= maxLines) this.leftOut.push(key === '' ? what : `${printableName(key)}: ${what}`);
    else if (this.#left === maxLines + 1) this.leftOut.push('… and more');
  }
}

/** Returns the Python type of a collection without tensors. */
function collection(value: PickleValue): string {
  return isPickleObject(value)
    ? describePickleValue(value).replace(/^an object of class (\w+\.)*/, '')
    : describePickleValue(value);
}
