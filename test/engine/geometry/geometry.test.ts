import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type AxisGeometry, axisGeometryOf, CellKind } from '../../../src/engine/geometry/geometry.ts';
import { foldAxis, unfoldAxis, windowAxisOf, windowBlocks, windowIndex } from '../../../src/engine/geometry/window.ts';
import { gatherIndex, inputIndexAt, kindAt, rotateTap, scatterIndex } from '../../../src/engine/geometry/indices.ts';
import { tapCount, tapsOfInput } from '../../../src/engine/geometry/taps.ts';
import { landingCount } from '../../../src/engine/geometry/window.ts';
import { phaseOf, phaseSize, phaseTaps } from '../../../src/engine/geometry/phases.ts';

const axes = fc
  .tuple(
    fc.integer({ min: 1, max: 6 }),
    fc.integer({ min: 1, max: 5 }),
    fc.integer({ min: 1, max: 5 }),
    fc.integer({ min: 0, max: 9 }),
    fc.integer({ min: 0, max: 4 }),
    fc.integer({ min: 1, max: 5 }),
    fc.integer({ min: 0, max: 9 }),
  )
  .map((numbers) => axisGeometryOf(...numbers))
  .filter(({ outputSize, outputPadding, stride, dilation }) => {
    return outputSize >= 1 && outputPadding < Math.max(stride, dilation);
  });

const upTo = (size: number): number[] => Array.from({ length: size }, (_, index) => index);
const inside = (index: number, size: number): boolean => index >= 0 && index < size;

/** Every (input, stored tap, output) of the definition o = i·stride − padding + k·dilation. */
function landings(axis: AxisGeometry): { i: number; k: number; o: number }[] {
  return upTo(axis.inputSize)
    .flatMap((i) => upTo(axis.kernelSize).map((k) => ({ i, k })))
    .map(({ i, k }) => ({ i, k, o: i * axis.stride - axis.padding + k * axis.dilation }))
    .filter(({ o }) => inside(o, axis.outputSize));
}

function property(check: (axis: AxisGeometry) => void): void {
  fc.assert(fc.property(axes, check), { numRuns: 500 });
}

describe('geometry of an axis', () => {
  it('gathers through rotated taps what it scatters through stored ones', () => {
    property((axis) => {
      const gathered = upTo(axis.outputSize).flatMap((o) =>
        upTo(axis.kernelSize)
          .map((a) => ({ u: gatherIndex(axis, o, a), k: rotateTap(axis, a) }))
          .filter(({ u }) => inside(u, axis.paddedSize) && kindAt(axis, u) === CellKind.value)
          .map(({ u, k }) => `${inputIndexAt(axis, u)} ${k} ${o}`),
      );
      const scattered = landings(axis).map(({ i, k, o }) => `${i} ${k} ${o}`);
      assert.deepEqual(gathered.sort(), scattered.sort());
    });
  });

  it('knows the taps of an input and the number of taps of an output', () => {
    property((axis) => {
      const all = landings(axis);
      for (const i of upTo(axis.inputSize)) {
        const { from, to } = tapsOfInput(axis, i);
        const taps = all.filter((one) => one.i === i).map(({ k }) => k);
        assert.deepEqual(
          upTo(to - from).map((step) => from + step),
          taps,
        );
      }
      for (const o of upTo(axis.outputSize)) {
        assert.equal(tapCount(axis, o), all.filter((one) => one.o === o).length);
      }
      assert.equal(landingCount(axis), all.length);
    });
  });

  it('reaches every output of a phase through the same taps, each with one shift', () => {
    property((axis) => {
      const reached = upTo(axis.stride).flatMap((phase) =>
        phaseTaps(axis, phase).flatMap(({ a, shift, outputs }) =>
          upTo(outputs.to - outputs.from).map((step) => {
            const j = outputs.from + step;
            assert.ok(j < phaseSize(axis, phase));
            return `${j + shift} ${rotateTap(axis, a)} ${phase + j * axis.stride}`;
          }),
        ),
      );
      assert.deepEqual(
        reached.sort(),
        landings(axis)
          .map(({ i, k, o }) => `${i} ${k} ${o}`)
          .sort(),
      );
    });
  });

  it('splits the outputs into phases', () => {
    property((axis) => {
      const sizes = new Array<number>(axis.stride).fill(0);
      for (const o of upTo(axis.outputSize)) sizes[phaseOf(axis, o)] = (sizes[phaseOf(axis, o)] ?? 0) + 1;
      assert.deepEqual(
        upTo(axis.stride).map((phase) => phaseSize(axis, phase)),
        sizes,
      );
    });
  });
});

describe('a sliding window', () => {
  it('has tap k inside the image exactly in the given blocks', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 8 }),
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 0, max: 5 }),
        fc.integer({ min: 1, max: 4 }),
        (size, kernel, stride, padding, dilation) => {
          const axis = windowAxisOf(size, kernel, stride, padding, dilation);
          if (axis.blocks < 1) return;
          const last = (axis.blocks - 1) * stride + dilation * (kernel - 1);
          assert.ok(last < size + 2 * padding && last + stride >= size + 2 * padding);
          for (const k of upTo(kernel)) {
            const { from, to } = windowBlocks(axis, k);
            const blocks = upTo(axis.blocks).filter((b) => inside(windowIndex(axis, b, k), size));
            assert.deepEqual(
              upTo(to - from).map((step) => from + step),
              blocks,
            );
          }
        },
      ),
      { numRuns: 500 },
    );
  });

  it('over the padded input reads what the output gathers, and over the output adds what the input scatters', () => {
    property((axis) => {
      for (const k of upTo(axis.kernelSize)) {
        for (const o of upTo(axis.outputSize)) {
          assert.equal(windowIndex(unfoldAxis(axis), o, k), gatherIndex(axis, o, k));
        }
        for (const i of upTo(axis.inputSize)) {
          assert.equal(windowIndex(foldAxis(axis), i, k), scatterIndex(axis, i, k));
        }
      }
    });
  });
});
