import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { OutputIndex } from '../../../src/engine/provenance/provenance.ts';
import { columnOf, elementAt, kernelRowOf, windowOf } from '../../../src/engine/provenance/provenance.ts';
import { tapBetween, tapOverPadded } from '../../../src/engine/provenance/axis.ts';
import { outputAt, outputOffset } from '../../../src/engine/provenance/offsets.ts';
import { clipProgression, nearestMember } from '../../../src/engine/provenance/progression.ts';
import { reachedElements, reachCount, reachOfInput, reachOfWeight } from '../../../src/engine/provenance/reach.ts';
import { placeOfTap, tapAtPlace, tapsReaching } from '../../../src/engine/provenance/tapProgressions.ts';
import { contributions, elements, key } from '../definition.ts';
import { smallCalls } from '../smallCalls.ts';

const numRuns = 100;

/** The distinct outputs that the definition sends each element of one factor to. */
function outputsBy(
  pairs: Iterable<readonly [from: string, to: OutputIndex]>,
): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  for (const [from, to] of pairs) {
    const set = found.get(from) ?? new Set<string>();
    found.set(from, set.add(key(to)));
  }
  return found;
}

describe('provenance', () => {
  it('finds exactly the outputs that an input element reaches', () => {
    fc.assert(
      fc.property(smallCalls('integers'), ({ geometry }) => {
        const { n: batch, cin, h, w } = geometry;
        const expected = outputsBy(
          [...contributions(geometry)].map(({ input, output }) => [key(input), output] as const),
        );
        for (let n = 0; n < batch; n += 1)
          for (let c = 0; c < cin; c += 1)
            for (let y = 0; y < h.inputSize; y += 1)
              for (let x = 0; x < w.inputSize; x += 1) {
                const reach = reachOfInput(geometry, { n, c, y, x });
                const found = [...reachedElements(reach)].map(key);
                assert.equal(found.length, reachCount(reach));
                assert.deepEqual(new Set(found), expected.get(key({ n, c, y, x })) ?? new Set());
              }
      }),
      { numRuns },
    );
  });

  it('finds exactly the outputs that a weight element reaches', () => {
    fc.assert(
      fc.property(smallCalls('integers'), ({ geometry }) => {
        const { cin, coutPerGroup, h, w } = geometry;
        const expected = outputsBy(
          [...contributions(geometry)].map(({ weight, output }) => [key(weight), output] as const),
        );
        for (let ci = 0; ci < cin; ci += 1)
          for (let cout = 0; cout < coutPerGroup; cout += 1)
            for (let ky = 0; ky < h.kernelSize; ky += 1)
              for (let kx = 0; kx < w.kernelSize; kx += 1) {
                const weight = { cin: ci, cout, ky, kx };
                const found = [...reachedElements(reachOfWeight(geometry, weight))].map(key);
                assert.deepEqual(new Set(found), expected.get(key(weight)) ?? new Set());
              }
      }),
      { numRuns },
    );
  });

  it('finds the taps that reach an output index, in rotated order', () => {
    fc.assert(
      fc.property(smallCalls('integers'), ({ geometry: { h, w } }) => {
        for (const axis of [h, w])
          for (let o = 0; o < axis.outputSize; o += 1) {
            const expected: number[] = [];
            for (let k = axis.kernelSize - 1; k >= 0; k -= 1)
              for (let i = 0; i < axis.inputSize; i += 1)
                if (i * axis.stride - axis.padding + k * axis.dilation === o) {
                  expected.push(k);
                  assert.equal(tapBetween(axis, i, o), k);
                }
            const taps = tapsReaching(axis, o);
            const found = Array.from({ length: taps.count }, (_, at) => tapAtPlace(taps, at));
            assert.deepEqual(found, expected);
            for (let k = 0; k < axis.kernelSize; k += 1)
              assert.equal(placeOfTap(taps, k), found.includes(k) ? found.indexOf(k) : null);
          }
      }),
      { numRuns: 300 },
    );
  });

  it('says which tap of the window stands on a place of the padded input', () => {
    fc.assert(
      fc.property(smallCalls('integers'), ({ geometry: { h } }) => {
        for (let o = 0; o < h.outputSize; o += 1)
          for (let u = 0; u < h.paddedSize; u += 1) {
            const taps = Array.from({ length: h.kernelSize }, (_, k) => k);
            const expected = taps.find((k) => o + (h.kernelSize - 1 - k) * h.dilation === u);
            assert.equal(tapOverPadded(h, u, o), expected ?? null);
          }
      }),
      { numRuns },
    );
  });

  it('gives each output element its window, its column of U and its row of K, and finds it back', () => {
    fc.assert(
      fc.property(smallCalls('integers'), ({ geometry }) => {
        const { h, w, cout, coutPerGroup, columns } = geometry;
        let offset = 0;
        for (const element of elements(geometry)) {
          assert.equal(outputOffset(geometry, element), offset);
          assert.deepEqual(outputAt(geometry, offset), element);
          assert.equal(columnOf(geometry, element), offset % columns);
          assert.deepEqual(elementAt(geometry, offset % columns), { y: element.y, x: element.x });
          const { group, row } = kernelRowOf(geometry, element);
          assert.equal(group * coutPerGroup + row, Math.floor(offset / columns) % cout);
          const window = windowOf(geometry, element);
          assert.ok(window.u + window.rows <= h.paddedSize);
          assert.ok(window.v + window.columns <= w.paddedSize);
          offset += 1;
        }
      }),
      { numRuns },
    );
  });

  it('clips a progression to a range and finds its nearest member', () => {
    const progression = fc.record({
      first: fc.integer({ min: -20, max: 20 }),
      step: fc.integer({ min: 1, max: 6 }),
      count: fc.integer({ min: 0, max: 8 }),
    });
    const members = ({ first, step, count }: { first: number; step: number; count: number }) =>
      Array.from({ length: count }, (_, at) => first + at * step);
    fc.assert(
      fc.property(progression, fc.nat(20), fc.integer({ min: -30, max: 30 }), (all, size, to) => {
        const inside = members(all).filter((member) => member >= 0 && member < size);
        const clipped = clipProgression(all, size);
        assert.deepEqual(members(clipped), inside);
        const found = nearestMember(clipped, to);
        if (found === null) assert.equal(inside.length, 0);
        else {
          assert.ok(inside.includes(found));
          const distance = Math.min(...inside.map((member) => Math.abs(member - to)));
          assert.equal(Math.abs(found - to), distance);
        }
      }),
      { numRuns: 1000 },
    );
  });
});
