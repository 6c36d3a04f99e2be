import type { TensorEntry } from '../../src/formats/common/tensorFile.ts';

/** A row of the tree of a file's tensors. */
export type TreeRow = GroupRow | TensorRow;

interface PlacedRow {
  /** Depth in the tree, from 1. */
  readonly level: number;
  /** Place among the rows of the same parent, from 1, and their number. */
  readonly place: number;
  readonly siblings: number;
  /** The index of the parent's row; null at the top. */
  readonly parent: number | null;
}

/** The tensors whose keys begin with the same parts. */
export interface GroupRow extends PlacedRow {
  readonly kind: 'group';
  /** The key's parts so far, without the last dot: identifies the group. */
  readonly path: string;
  /** The part of the path after the parent's; several parts if nothing else is in the groups between. */
  readonly name: string;
  /** Number of tensors. */
  readonly count: number;
  readonly isOpen: boolean;
}

export interface TensorRow extends PlacedRow {
  readonly kind: 'tensor';
  readonly entry: TensorEntry;
  readonly name: string;
}

interface Group {
  readonly path: string;
  readonly children: (Group | TensorEntry)[];
  readonly groups: Map<string, Group>;
  count: number;
}

const isGroup = (child: Group | TensorEntry): child is Group => 'children' in child;

/**
 * Returns the rows of the tree whose levels are the parts of the keys, separated by dots, in the order of the entries.
 * The rows in closed groups are left out; no group is closed while `isFiltered`.
 */
export function treeRows(
  entries: readonly TensorEntry[],
  closed: ReadonlySet<string>,
  isFiltered: boolean,
): readonly TreeRow[] {
  const rows: TreeRow[] = [];
  const add = (group: Group, level: number, parent: number | null): void => {
    const from = group.path === '' ? 0 : group.path.length + 1;
    for (const [i, child] of group.children.entries()) {
      const placed = { level, place: i + 1, siblings: group.children.length, parent };
      if (!isGroup(child)) {
        rows.push({ kind: 'tensor', entry: child, name: child.key.slice(from), ...placed });
        continue;
      }
      const { path, count } = child;
      const isOpen = isFiltered || !closed.has(path);
      rows.push({ kind: 'group', path, name: path.slice(from), count, isOpen, ...placed });
      if (isOpen) add(child, level + 1, rows.length - 1);
    }
  };
  add(groupOf(entries), 1, null);
  return rows;
}

/** Returns the tree of the entries, in which a group with one group or one tensor in it is what is in it. */
function groupOf(entries: readonly TensorEntry[]): Group {
  const root: Group = { path: '', children: [], groups: new Map(), count: 0 };
  for (const entry of entries) insert(root, entry);
  return withoutSingles(root);
}

function insert(root: Group, entry: TensorEntry): void {
  const parts = entry.key.split('.');
  let group = root;
  group.count += 1;
  for (const part of parts.slice(0, -1)) {
    let next = group.groups.get(part);
    if (next === undefined) {
      const path = group === root ? part : `${group.path}.${part}`;
      next = { path, children: [], groups: new Map(), count: 0 };
      group.groups.set(part, next);
      group.children.push(next);
    }
    next.count += 1;
    group = next;
  }
  group.children.push(entry);
}

function withoutSingles(group: Group): Group {
  const children = group.children.map((child) => {
    if (!isGroup(child)) return child;
    const inner = withoutSingles(child);
    const [only] = inner.children;
    return inner.children.length === 1 && only !== undefined ? only : inner;
  });
  return { ...group, children };
}

/** Returns the paths of all groups. */
export function groupPaths(entries: readonly TensorEntry[]): readonly string[] {
  return treeRows(entries, new Set(), true).flatMap((row) => (row.kind === 'group' ? [row.path] : []));
}

/** Returns the paths of the groups that a tensor is in. */
export function groupsOf(key: string): readonly string[] {
  const parts = key.split('.').slice(0, -1);
  return parts.map((_, i) => parts.slice(0, i + 1).join('.'));
}
