import type { Result } from '../../engine/core/refusal.ts';
import { shownName } from '../common/quoted.ts';
import { isPickleKind, isPickleObject, type PickleObject, type PickleValue } from '../pickle/pickleValue.ts';
import { describeCollection, describePickleValue, omittedOf, plainDataName } from './describePickleValue.ts';
import { numpyValueOf } from './numpyArray.ts';
import {
  isCollection,
  isModule,
  memberCountOf,
  onlyArgumentOf,
  pickleClassOf,
  pickleMembersOf,
} from './pickleMembers.ts';
import type { PickledTensor, SavedStorages } from './pickledTensor.ts';
import { storageAsTensor, tensorViewOf } from './tensorView.ts';

/** The tensors of a pickle by their keys, in its order, and one line for each thing that was left out. */
export interface CollectedTensors {
  readonly views: ReadonlyMap<string, PickledTensor>;
  readonly leftOut: readonly string[];
  /** Modules with the keys that lead to them, "" for the root. */
  readonly modules: readonly (readonly [key: string, module: PickleObject])[];
}

/** What a pickle is collected with. */
export interface CollectOptions {
  /** Storages that the pickle holds as bytes. */
  readonly saved: SavedStorages;
  /** Refuses a tensor that its storage does not hold; the message is then the line of that tensor. */
  readonly check: (view: PickledTensor) => Result<null>;
  /** Begins every key: "CONSTANTS". */
  readonly prefix?: string;
  /** Begins the name of a member of the root: "c" for "CONSTANTS.c0". */
  readonly rootPrefix?: string;
}

/** Limits on the structure of a pickle. Checkpoints stay far below them. */
const maxDepth = 64;
const maxKeyLength = 1000;
const maxVisits = 1 << 20;
const maxTensors = 100_000;
const maxLines = 1000;
const maxModules = 100_000;

/** Objects without tensors in one collection that have a line each; more have one together. */
const maxListedObjects = 20;

/** Arrays of NumPy in one list that are listed one by one. A longer list is data, such as a replay buffer. */
const maxListedArrays = 1000;

/**
 * Collects the tensors in a pickled structure by the keys, indices and attributes that lead to them, joined by dots; of a
 * module by the keys of its state_dict. A structure that is in two places is collected in both; a structure inside itself is
 * left out there. A collection without tensors takes one line. If a limit is exceeded, a line says so.
 */
export function collectTensors(root: PickleValue, options: CollectOptions): CollectedTensors {
  const walk = new Walk(options);
  walk.visit(root, options.prefix ?? '', 0);
  walk.end();
  return walk;
}

class Walk implements CollectedTensors {
  readonly views = new Map<string, PickledTensor>();
  readonly leftOut: string[] = [];
  readonly modules: (readonly [string, PickleObject])[] = [];
  /** Keys of the views in their order, and whether the tensor is an array in the pickle. */
  readonly #keys: string[] = [];
  #named = 0;
  /** Elements of the collections visited so far. */
  #visits = 0;
  readonly #options: CollectOptions;
  readonly #known = new Map<PickleObject, Result<PickledTensor> | null>();
  /** Collections from the root to the current value. */
  readonly #open = new Set<PickleValue>();
  /** Collections known to hold no tensor. */
  readonly #plain = new Set<PickleValue>();
  /** Number of tensors and unknown objects found so far. */
  #met = 0;
  #left = 0;
  /** Tensors that cannot be read. */
  #refused = 0;
  readonly #copies = new Map<string, number>();

  constructor(options: CollectOptions) {
    this.#options = options;
  }

  /** Adds the line that says that a limit was exceeded. */
  end(): void {
    if (!this.#isFull()) return;
    this.leftOut.push(
      `the rest: it holds more than ${maxTensors} tensors or ${maxVisits} values, shared structures counted each time`,
    );
  }

  visit(value: PickleValue, key: string, depth: number): void {
    const view = this.#viewOf(value, depth);
    if (view !== null) this.#tensor(view, key);
    else if (this.#plain.has(value)) this.#leaf(value, key);
    else if (this.#open.has(value)) this.#leave(key, 'the structure that contains it');
    else if (!isInside(value)) this.#leaf(value, key);
    else if (depth === maxDepth) this.#meet(key, `nested deeper than ${maxDepth}`);
    else this.#collection(value, key, depth);
  }

  #isFull(): boolean {
    return this.#visits > maxVisits || this.views.size > maxTensors;
  }

  /** Returns the view of a tensor; a tensor in several places is worked out once. */
  #viewOf(value: PickleValue, depth: number): Result<PickledTensor> | null {
    const { saved } = this.#options;
    if (!isPickleObject(value)) return depth === 0 ? this.#checked(storageAsTensor(value, saved)) : null;
    const known = this.#known.get(value);
    if (known !== undefined) return known;
    // A value inside itself is no tensor.
    this.#known.set(value, null);
    const array = numpyValueOf(value);
    const read =
      array === null
        ? (tensorViewOf(value, saved) ?? storageAsTensor(value, saved) ?? this.#viewOfOnly(value, depth))
        : array.kind === 'objects'
          ? null
          : array.view;
    const found = this.#checked(read);
    this.#known.set(value, found);
    return found;
  }

  /** Returns the view of the tensor that an object is made of and nothing else, such as an array of another library. */
  #viewOfOnly(object: PickleObject, depth: number): Result<PickledTensor> | null {
    const only = depth < maxDepth ? onlyArgumentOf(object) : null;
    return isPickleObject(only) && plainDataName(object) === null ? this.#viewOf(only, depth + 1) : null;
  }

  #checked(view: Result<PickledTensor> | null): Result<PickledTensor> | null {
    const checked = view?.ok === true ? this.#options.check(view.value) : null;
    return checked?.ok === false ? checked : view;
  }

  #collection(value: PickleValue, key: string, depth: number): void {
    const [met, lines, listed] = [this.#met, this.#left, this.#keys.length];
    const [named, refused] = [this.#named, this.#refused];
    this.#visits += memberCountOf(value);
    if (this.#isFull()) return;
    this.#open.add(value);
    const object = isPickleObject(value) && !isCollection(value) ? value : null;
    const isQuiet = object !== null && isModule(object);
    if (isQuiet && this.modules.length < maxModules) this.modules.push([key, object]);
    const members = pickleMembersOf(value);
    const prefix = depth === 0 ? (this.#options.rootPrefix ?? '') : '';
    for (const [name, member] of members) {
      const inner = name === null ? null : key === '' && depth === 0 ? `${prefix}${name}` : `${key}.${prefix}${name}`;
      if (this.#isFull()) break;
      // What a module has beside tensors are its settings.
      if (isQuiet && !mayHoldTensors(member)) continue;
      const [linesBefore, keysBefore, refusedBefore] = [this.#left, this.#keys.length, this.#refused];
      if (inner === null) this.#meet(key, `${describePickleValue(member)} under a key that is not a name`);
      else if (inner.length > maxKeyLength) this.#meet(key, `a key of ${inner.length} characters`);
      else this.visit(member, inner, depth + 1);
      if (isQuiet && this.#keys.length === keysBefore && this.#refused === refusedBefore) this.#unwrite(linesBefore);
    }
    this.#open.delete(value);
    const isData = depth > 0 && isSequence(value) && members.length > maxListedArrays && this.#named === named;
    const hasTensors = this.#keys.length > listed && !isData;
    if (hasTensors && omittedOf(value) !== undefined) this.#leave(key, describeCollection(value));
    if (hasTensors || (this.#refused > refused && !isData)) return;
    const isListed = depth === 0 || (this.#met > met && members.length <= maxListedObjects);
    if (object === null && !isData && isListed) return;
    // One line stands for everything inside.
    for (const each of this.#keys.splice(listed)) this.views.delete(each);
    if (this.#met === met || isData) this.#plain.add(value);
    this.#unwrite(lines);
    // The tensors of a frozen model of TorchScript are constants of its code.
    if (isQuiet && depth === 0) return;
    this.#leaf(value, key);
  }

  #leaf(value: PickleValue, key: string): void {
    const isObject = isPickleObject(value) && !isCollection(value);
    if (isObject && plainDataName(value) === null) this.#met++;
    this.#leave(key, isObject ? describePickleValue(value) : describeCollection(value));
  }

  /** Takes back the lines after the first `lines`. */
  #unwrite(lines: number): void {
    this.#left = lines;
    this.leftOut.length = Math.min(lines, this.leftOut.length);
  }

  #tensor(view: Result<PickledTensor>, key: string): void {
    if (!view.ok) {
      this.#refused++;
      this.#meet(key, view.refusal.message);
      return;
    }
    this.#met++;
    if (view.value.storage.kind === 'named') this.#named++;
    const free = this.#free(key);
    this.views.set(free, view.value);
    this.#keys.push(free);
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
    if (this.#left <= maxLines) this.leftOut.push(key === '' ? what : `${shownName(key)}: ${what}`);
    else if (this.#left === maxLines + 1) this.leftOut.push('… and more');
  }
}

/** Returns true for a value with members that may be tensors: a collection, or an object that is not plain data. */
function isInside(value: PickleValue): boolean {
  if (isCollection(value)) return true;
  if (!isPickleObject(value) || plainDataName(value) !== null || pickleClassOf(value) === '') return false;
  return memberCountOf(value) > 0 || isModule(value);
}

function mayHoldTensors(value: PickleValue): boolean {
  return typeof value === 'object' && value !== null && value.kind !== 'bytes' && value.kind !== 'name';
}

function isSequence(value: PickleValue): boolean {
  if (isPickleObject(value)) return !pickleClassOf(value).endsWith('Dict') && value.items.length === 0;
  return !isPickleKind(value, 'dict');
}
