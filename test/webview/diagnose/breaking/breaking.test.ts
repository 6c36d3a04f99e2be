import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { MistakeEntry } from '../../../../src/scenario/breaking/brokenCall.ts';
import { CellKind } from '../../../../src/engine/geometry/geometry.ts';
import { blendedView } from '../../../../webview/diagnose/breaking/blendedView.ts';
import { effectText } from '../../../../webview/diagnose/breaking/breakText.ts';
import { guessable, riddleOf } from '../../../../webview/diagnose/breaking/guessing.ts';
import { listedGroups } from '../../../../webview/diagnose/breaking/listedGroups.ts';
import { createMorph, type Morph } from '../../../../webview/diagnose/breaking/morph.ts';
import { tensorOf } from '../../../../src/engine/core/tensor.ts';
import { FakeClock } from '../../store/fakeClock.ts';

const entry = (id: string, group: string, variants: number, isPrecision = false): MistakeEntry => ({
  id,
  title: `The ${id}`,
  means: `means ${id}`,
  group,
  isPrecision,
  variants: Array.from({ length: variants }, (_, number) => ({ number, detail: `${number}` })),
});
const entries = [
  entry('same', 'A', 0),
  entry('one', 'A', 1),
  entry('two', 'B', 2),
  entry('three', 'B', 3),
  entry('four', 'B', 1),
  entry('five', 'C', 1),
  entry('half', 'C', 1, true),
];

describe('the list of mistakes to make', () => {
  it('is in groups, with those that make no difference last', () => {
    const groups = listedGroups(entries, '');
    assert.deepEqual(
      groups.map(({ title, entries: listed }) => [title, listed.map(({ id }) => id)]),
      [
        ['A', ['one', 'same']],
        ['B', ['two', 'three', 'four']],
        ['C', ['five', 'half']],
      ],
    );
  });

  it('is searched by all words, in any order and case', () => {
    const ids = (search: string): readonly string[] =>
      listedGroups(entries, search).flatMap(({ entries: listed }) => listed.map(({ id }) => id));
    assert.deepEqual(ids('MEANS t'), ['one', 'same', 'two', 'three', 'four', 'five', 'half']);
    assert.deepEqual(ids('three the'), ['three']);
    assert.deepEqual(ids(' two '), ['two']);
    assert.deepEqual(ids('seven'), []);
  });
});

/** Returns a source of random numbers that the property test chooses. */
const from =
  (numbers: fc.Stream<number>): (() => number) =>
  () =>
    numbers.next().value as number;

const shareOf = ({ share }: Morph): number => share.value;

describe('a riddle', () => {
  it('has its answer among different options, and never a mistake that makes no difference', () => {
    fc.assert(
      fc.property(fc.infiniteStream(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })), (numbers) => {
        const riddle = riddleOf(entries, null, from(numbers));
        assert.ok(riddle);
        const ids = riddle.options.map(({ id }) => id);
        assert.equal(new Set(ids).size, 4);
        assert.ok(ids.includes(riddle.choice.id));
        assert.ok(!ids.includes('same') && !ids.includes('half'));
        const answer = entries.find(({ id }) => id === riddle.choice.id);
        assert.ok(answer?.variants.some(({ number }) => number === riddle.choice.variant));
      }),
    );
  });

  it('is another one than before, and there is none of fewer than two mistakes', () => {
    fc.assert(
      fc.property(fc.infiniteStream(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })), (numbers) => {
        assert.notEqual(riddleOf(entries, 'two', from(numbers))?.choice.id, 'two');
      }),
    );
    assert.equal(guessable(entries).length, 5);
    assert.equal(
      riddleOf(entries.slice(0, 2), null, () => 0),
      null,
    );
  });
});

describe('a picture that becomes another one', () => {
  const create = (isMotionReduced = false) => {
    const clock = new FakeClock();
    return { clock, morph: createMorph({ clock, isMotionReduced: () => isMotionReduced }) };
  };

  it('takes 300 milliseconds, from where it is', () => {
    const { clock, morph } = create();
    morph.start(false);
    assert.equal(morph.share.value, 0);
    clock.advance(150);
    const middle = shareOf(morph);
    assert.ok(middle > 0.3 && middle < 0.7, String(middle));
    morph.show('right');
    assert.equal(morph.share.value, middle);
    clock.advance(400);
    assert.equal(morph.share.value, 0);
    assert.equal(morph.shows.value, 'right');
  });

  it('changes at once without motion, and to another shape', () => {
    const still = create(true).morph;
    still.start(false);
    assert.equal(still.share.value, 1);
    const { morph } = create();
    morph.start(true);
    assert.equal(morph.share.value, 1);
    morph.show('right');
    assert.equal(morph.share.value, 0);
  });

  it('blends finite values, and keeps the nearer of others', () => {
    const view = (values: readonly number[]) => ({
      rows: 1,
      columns: values.length,
      value: (_: number, column: number) => values[column] ?? NaN,
      kind: () => CellKind.value,
    });
    const at = (share: number): readonly number[] => {
      const blend = blendedView(view([0, 1, NaN, 2]), view([4, -1, 5, Infinity]), share);
      return [0, 1, 2, 3].map((column) => blend.value(0, column));
    };
    assert.deepEqual(at(0.25), [1, 0.5, NaN, 2]);
    assert.deepEqual(at(0.75), [3, -0.5, 5, Infinity]);
  });
});

describe('what a mistake does, in words', () => {
  const right = tensorOf('float32', [1, 1, 2, 2], [1, 2, 3, 4]);
  it('is the number of changed values, or another shape', () => {
    assert.equal(effectText({ changed: 3, output: right, right }), '3 of 4 values changed.');
    assert.equal(effectText({ changed: 0, output: right, right }), 'None of the 4 values changed.');
    const other = tensorOf('float32', [1, 1, 1, 2], [1, 2]);
    assert.equal(effectText({ changed: null, output: other, right }), 'The output is 1×1×1×2 instead of 1×1×2×2.');
  });
});
