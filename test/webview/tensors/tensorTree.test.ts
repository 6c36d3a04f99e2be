import assert from 'node:assert/strict';
import type { TensorEntry } from '../../../src/formats/common/tensorFile.ts';
import { groupPaths, groupsOf, treeRows } from '../../../webview/tensors/tensorTree.ts';

const entriesOf = (...keys: string[]): readonly TensorEntry[] =>
  keys.map((key) => ({ key, element: 'float32', shape: [1] }));

/** The rows as a person sees them: "+" and "-" are closed and open groups, with their numbers of tensors. */
function linesOf(entries: readonly TensorEntry[], closed: readonly string[] = [], isFiltered = false): string[] {
  return treeRows(entries, new Set(closed), isFiltered).map((row) => {
    const indent = '  '.repeat(row.level - 1);
    return row.kind === 'group'
      ? `${indent}${row.isOpen ? '-' : '+'} ${row.name} ${row.count}`
      : `${indent}${row.name}`;
  });
}

const model = entriesOf('stem.weight', 'stem.bias', 'dec.0.up.weight', 'dec.0.norm.weight', 'dec.0.norm.bias', 'step');

describe('the tree of tensors', () => {
  it('has a level for each part of the keys, and none for a part that stands alone', () => {
    assert.deepEqual(linesOf(model), [
      '- stem 2',
      '  weight',
      '  bias',
      '- dec.0 3',
      '  up.weight',
      '  - norm 2',
      '    weight',
      '    bias',
      'step',
    ]);
  });

  it('leaves out what is in closed groups, but not while it is filtered', () => {
    assert.deepEqual(linesOf(model, ['dec.0', 'stem']), ['+ stem 2', '+ dec.0 3', 'step']);
    assert.deepEqual(linesOf(model, ['dec.0.norm']).slice(3), ['- dec.0 3', '  up.weight', '  + norm 2', 'step']);
    assert.equal(linesOf(model, ['dec.0'], true).length, 9);
  });

  it('says of each row where it is among those of its parent', () => {
    const rows = treeRows(model, new Set(), false);
    assert.deepEqual(
      rows.map(({ place, siblings, parent }) => [place, siblings, parent]),
      [
        [1, 3, null],
        [1, 2, 0],
        [2, 2, 0],
        [2, 3, null],
        [1, 2, 3],
        [2, 2, 3],
        [1, 2, 5],
        [2, 2, 5],
        [3, 3, null],
      ],
    );
  });

  it('shows a tensor beside a group of the same name, and a file without keys as one row', () => {
    assert.deepEqual(linesOf(entriesOf('a', 'a.b', 'a.c')), ['a', '- a 2', '  b', '  c']);
    assert.deepEqual(linesOf(entriesOf('')), ['']);
    assert.deepEqual(linesOf([]), []);
  });

  it('has a path for each group, which is one of those that the key of a tensor names', () => {
    assert.deepEqual(groupPaths(model), ['stem', 'dec.0', 'dec.0.norm']);
    assert.deepEqual(groupsOf('dec.0.norm.bias'), ['dec', 'dec.0', 'dec.0.norm']);
    assert.deepEqual(groupsOf('step'), []);
  });

  it('of 20 000 tensors has all rows', () => {
    const entries = entriesOf(...Array.from({ length: 20_000 }, (_, i) => `layers.${i % 200}.${Math.floor(i / 200)}`));
    assert.equal(treeRows(entries, new Set(), false).length, 20_000 + 200 + 1);
  });
});
