import type { Abstract, ListValue } from '../values/abstract.ts';
import { join, type Preference } from '../values/join.ts';
import { none } from '../values/make.ts';

type Target = Map<string, Abstract> | ListValue;

interface Change {
  readonly target: Target;
  readonly key: string;
  readonly undo: () => void;
}

/** What a branch left in the places that it changed. */
export type Branch = ReadonlyMap<Target, ReadonlyMap<string, Abstract | undefined>>;

/** The changes of an evaluation, so that a branch that may not be taken can be undone and joined with the other. */
export class Trail {
  private readonly changes: Change[] = [];
  /** How many branches are being run, one in the other. What is changed outside of all is never undone. */
  private branches = 0;

  /** Sets a name, an attribute or an entry; undefined removes it. */
  set(target: Map<string, Abstract>, key: string, value: Abstract | undefined): void {
    if (this.branches > 0) {
      const before = target.get(key);
      this.changes.push({ target, key, undo: () => put(target, key, before) });
    }
    put(target, key, value);
  }

  /** Replaces the entries of a list. */
  setList(list: ListValue, items: readonly Abstract[], isOpen: boolean): void {
    if (this.branches > 0) {
      const [before, wasOpen] = [list.items, list.isOpen];
      this.changes.push({ target: list, key: '', undo: () => putList(list, before, wasOpen) });
    }
    putList(list, items, isOpen);
  }

  /** Runs a branch, undoes it, and returns what it changed. */
  attempt(branch: () => void): Branch {
    const mark = this.changes.length;
    this.branches += 1;
    branch();
    this.branches -= 1;
    const changes = this.changes.splice(mark);
    const left = new Map<Target, Map<string, Abstract | undefined>>();
    for (const { target, key } of changes) {
      const places = left.get(target) ?? new Map<string, Abstract | undefined>();
      // A list is copied, because undoing restores the one that others know.
      places.set(key, target instanceof Map ? target.get(key) : { ...target });
      left.set(target, places);
    }
    for (const { undo } of changes.reverse()) undo();
    return left;
  }

  /** Makes the changes of one branch. */
  take(branch: Branch): void {
    for (const [target, places] of branch) for (const [key, value] of places) this.put(target, key, value);
  }

  /** Joins the changes of two branches, of which one was taken; `preferred` is the one that defaults select. */
  merge(first: Branch, second: Branch, preferred: Preference | null): void {
    for (const target of new Set([...first.keys(), ...second.keys()])) {
      const [a, b] = [first.get(target), second.get(target)];
      for (const key of new Set([...(a?.keys() ?? []), ...(b?.keys() ?? [])])) {
        const current = target instanceof Map ? target.get(key) : target;
        const left = a?.has(key) === true ? a.get(key) : current;
        const right = b?.has(key) === true ? b.get(key) : current;
        // An entry of a container that only one branch adds may be left out; a name that only one branch binds keeps
        // that branch's value.
        const isEntry = /^\d+$/.test(key);
        if ((left === undefined || right === undefined) && !isEntry) this.put(target, key, left ?? right);
        else this.put(target, key, join(left ?? none, right ?? none, preferred, key));
      }
    }
  }

  private put(target: Target, key: string, value: Abstract | undefined): void {
    if (target instanceof Map) this.set(target, key, value);
    else if (value?.kind === 'list') this.setList(target, value.items, value.isOpen);
  }
}

function put(target: Map<string, Abstract>, key: string, value: Abstract | undefined): void {
  if (value === undefined) target.delete(key);
  else target.set(key, value);
}

function putList(list: ListValue, items: readonly Abstract[], isOpen: boolean): void {
  list.items = items;
  list.isOpen = isOpen;
}
