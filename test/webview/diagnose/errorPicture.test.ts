import assert from 'node:assert/strict';
import type { ErrorPattern } from '../../../src/engine/diagnose/where/whereWrong.ts';
import { type ErrorPicture, findingPicture, planePicture } from '../../../webview/diagnose/where/errorPicture.ts';

/** Draws a picture as text: "#" for a cell that is all wrong, "+" for a part of it, "." for a right one. */
const drawn = ({ cells }: ErrorPicture): readonly string[] =>
  cells.map((row) => row.map((share) => (share === 0 ? '.' : share === 1 ? '#' : '+')).join(''));

function picture(finding: ErrorPattern, cout = 4): ErrorPicture {
  const found = findingPicture(finding, cout);
  assert.ok(found);
  return found;
}

describe('the picture of where an output is wrong', () => {
  it('shows the indices of an axis, which lead to their elements', () => {
    const wrong = { kind: 'range', from: 9, to: 11 } as const;
    const rows = picture({ kind: 'axis', axis: 'row', size: 12, wrong });
    assert.deepEqual(drawn(rows), ['.........###']);
    assert.deepEqual(rows.ends, ['row 0', '11']);
    assert.equal(rows.nameOf(0, 9), 'row 9');
    assert.ok(rows.partOf(0, 9)({ n: 0, c: 3, y: 9, x: 2 }, 0));
    assert.ok(!rows.partOf(0, 9)({ n: 0, c: 3, y: 8, x: 2 }, 0));
  });

  it('shows the beginning of a short period, and all of a long range in fewer cells', () => {
    const periodic = { kind: 'periodic', period: 4, offset: 3, width: 1 } as const;
    const channels = picture({ kind: 'axis', axis: 'channel', size: 512, wrong: periodic });
    assert.deepEqual(drawn(channels), ['...#'.repeat(16)]);
    assert.deepEqual(channels.ends, ['channel 0', '63, … 511']);
    const range = { kind: 'range', from: 260, to: 511 } as const;
    const half = picture({ kind: 'axis', axis: 'column', size: 512, wrong: range });
    assert.deepEqual(drawn(half), [`${'.'.repeat(32)}+${'#'.repeat(31)}`]);
    assert.equal(half.nameOf(0, 32), 'columns 256–263');
  });

  it('shows groups, channels, phases and places in memory', () => {
    const groups = picture({ kind: 'groups', groups: [1], of: 2 }, 6);
    assert.deepEqual(drawn(groups), ['.#']);
    assert.deepEqual(
      [2, 3].map((c) => groups.partOf(0, 1)({ n: 0, c, y: 0, x: 0 }, 0)),
      [false, true],
    );
    assert.deepEqual(drawn(picture({ kind: 'relation', relation: 'unrelated', channels: [0, 2], of: 4 })), ['#.#.']);
    const phases = picture({ kind: 'phases', stride: [2, 3], phases: [[1, 2]] });
    assert.deepEqual(drawn(phases), ['...', '..#']);
    assert.ok(phases.partOf(1, 2)({ n: 0, c: 0, y: 3, x: 5 }, 0));
    const memory = picture({ kind: 'memory', size: 128, wrong: { kind: 'range', from: 64, to: 127 } });
    assert.ok(memory.partOf(0, 40)({ n: 0, c: 0, y: 0, x: 0 }, 81));
    assert.deepEqual(drawn(memory), ['.'.repeat(32) + '#'.repeat(32)]);
  });

  it('shows borders and tiles in the plane alone', () => {
    assert.equal(findingPicture({ kind: 'border', within: 1, side: 'any', size: [8, 8] }, 1), null);
    const grid = [
      [0, 1],
      [0.5, 1],
    ];
    const plane = planePicture({ grid }, [8, 20]);
    assert.deepEqual(drawn(plane), ['.#', '+#']);
    assert.equal(plane.nameOf(1, 1), 'rows 4–7, columns 10–19');
    assert.ok(plane.partOf(1, 1)({ n: 0, c: 0, y: 4, x: 19 }, 0));
    assert.ok(!plane.partOf(1, 1)({ n: 0, c: 0, y: 4, x: 9 }, 0));
  });
});
