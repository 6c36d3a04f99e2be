import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Call } from '../../../src/engine/core/call.ts';
import { fold } from '../../../src/engine/operators/fold.ts';
import { formulationOf } from '../../../src/engine/formulations/formulations.ts';
import { CellKind } from '../../../src/engine/geometry/geometry.ts';
import type { Geometry } from '../../../src/engine/geometry/geometry.ts';
import { insertZeros } from '../../../src/engine/operators/insertZeros.ts';
import { matmul } from '../../../src/engine/operators/matmul.ts';
import { padInput } from '../../../src/engine/operators/padInput.ts';
import { rotate180 } from '../../../src/engine/operators/rotate180.ts';
import type { Result } from '../../../src/engine/core/refusal.ts';
import { finish } from '../../../src/engine/core/steps.ts';
import { tensorOf, zeros } from '../../../src/engine/core/tensor.ts';
import type { Tensor } from '../../../src/engine/core/tensor.ts';
import { unfold } from '../../../src/engine/operators/unfold.ts';
import { slidingWindowOf } from '../../../src/engine/operators/slidingWindow.ts';
import { elements } from '../definition.ts';
import { smallCalls } from '../smallCalls.ts';
import { cornersOf, kindsOf, stageOf, stagesOf, valuesOf } from './stagesOf.ts';

const numRuns = 50;

const valueOf = <T>(result: Result<T>): T => {
  assert.ok(result.ok);
  return result.value;
};

/** x̂ of a tensor of the input's shape, by the public operations. */
function paddedOf(input: Tensor, { h, w, params }: Geometry): Tensor {
  const margins = { top: h.before, bottom: h.after, left: w.before, right: w.after };
  return padInput(insertZeros(input, params.stride), margins);
}

/** U of a tensor of the input's shape, by the public operations. */
function unfoldedOf(input: Tensor, geometry: Geometry): Tensor {
  const { h, w, params } = geometry;
  const window = slidingWindowOf([h.kernelSize, w.kernelSize], { dilation: params.dilation });
  return valueOf(unfold(paddedOf(input, geometry), window));
}

/** Part `at` of a tensor's numbers cut into equal parts. */
function part(tensor: Tensor, parts: number, at: number): number[] {
  const size = tensor.data.length / parts;
  return Array.from(tensor.data.subarray(at * size, (at + 1) * size));
}

/**
 * What stands where in a matrix made from x̂: 0 value, 1 padding, 2 inserted, found by sending a
 * tensor of twos through it whose inserted zeros have been turned into ones.
 */
function kindsThrough(call: Call, geometry: Geometry, make: (inserted: Tensor) => Tensor): CellKind[] {
  const twos = zeros(call.dtype, call.input.shape);
  twos.data.fill(2);
  const inserted = insertZeros(twos, geometry.params.stride);
  inserted.data.forEach((value, at) => (inserted.data[at] = Math.max(value, 1)));
  const codes = [CellKind.padding, CellKind.inserted, CellKind.value];
  return Array.from(make(inserted).data, (code) => codes[code] as CellKind);
}

describe('the cells of unfold + matmul', () => {
  const formulation = formulationOf('unfold-matmul');

  it('are, in x̂, the input with zeros inserted and padded, each zero told apart', () => {
    fc.assert(
      fc.property(smallCalls('anything'), (small) => {
        const { call, geometry } = small;
        const { cin, cinPerGroup, taps, h, w } = geometry;
        const { stages } = stagesOf(formulation, small);
        const margins = { top: h.before, bottom: h.after, left: w.before, right: w.after };
        const kinds = kindsThrough(call, geometry, (inserted) => padInput(inserted, margins));
        const padded = paddedOf(call.input, geometry);
        const stage = stageOf(stages, 'padded');
        assert.deepEqual(stage.shape, padded.shape);
        for (const corner of cornersOf(small))
          for (let place = 0; place < cinPerGroup; place += 1) {
            const cursor = { ...corner, term: place * taps };
            const channel = (corner.c / geometry.coutPerGroup) * cinPerGroup + place + corner.n * cin;
            const view = stage.view(cursor);
            assert.deepEqual(valuesOf(view), part(padded, geometry.n * cin, channel));
            const size = view.rows * view.columns;
            assert.deepEqual(kindsOf(view), kinds.slice(channel * size, (channel + 1) * size));
            const input = stageOf(stages, 'input').view(cursor);
            assert.deepEqual(valuesOf(input), part(call.input, geometry.n * cin, channel));
          }
      }),
      { numRuns },
    );
  });

  it('are, in U, the unfolded x̂ of the group, each zero told apart', () => {
    fc.assert(
      fc.property(smallCalls('anything'), (small) => {
        const { call, geometry } = small;
        const { groups } = geometry.params;
        const stage = stageOf(stagesOf(formulation, small).stages, 'unfolded');
        const unfolded = unfoldedOf(call.input, geometry);
        const { h, w, params } = geometry;
        const margins = { top: h.before, bottom: h.after, left: w.before, right: w.after };
        const window = slidingWindowOf([h.kernelSize, w.kernelSize], { dilation: params.dilation });
        const kinds = kindsThrough(call, geometry, (inserted) => valueOf(unfold(padInput(inserted, margins), window)));
        assert.deepEqual(stage.shape, unfolded.shape);
        let at = 0;
        for (const cursor of cornersOf(small)) {
          const view = stage.view(cursor);
          assert.deepEqual(valuesOf(view), part(unfolded, geometry.n * groups, at));
          const size = view.rows * view.columns;
          assert.deepEqual(kindsOf(view), kinds.slice(at * size, (at + 1) * size));
          at += 1;
        }
      }),
      { numRuns },
    );
  });

  it('are, in w and its rotation, the kernels as stored and turned by 180°', () => {
    fc.assert(
      fc.property(smallCalls('anything'), (small) => {
        const { call, geometry } = small;
        const { cin, coutPerGroup, cinPerGroup, taps } = geometry;
        const { stages } = stagesOf(formulation, small);
        const rotated = rotate180(call.weight);
        for (const corner of cornersOf(small))
          for (let place = 0; place < cinPerGroup; place += 1)
            for (let co = 0; co < coutPerGroup; co += 1) {
              const cursor = { ...corner, c: corner.c + co, term: place * taps };
              const ci = (corner.c / coutPerGroup) * cinPerGroup + place;
              const at = ci * coutPerGroup + co;
              const parts = cin * coutPerGroup;
              const stored = stageOf(stages, 'weight').view(cursor);
              assert.deepEqual(valuesOf(stored), part(call.weight, parts, at));
              const turned = stageOf(stages, 'rotated').view(cursor);
              assert.deepEqual(valuesOf(turned), part(rotated, parts, at));
            }
      }),
      { numRuns },
    );
  });

  it('make K·U + b = Y, bit for bit', () => {
    fc.assert(
      fc.property(smallCalls('anything'), (small) => {
        const { call, geometry } = small;
        const { coutPerGroup, rows, columns } = geometry;
        const { stages, output } = stagesOf(formulation, small);
        let at = 0;
        for (const cursor of cornersOf(small)) {
          const k = valuesOf(stageOf(stages, 'kernel-matrix').view(cursor));
          const u = valuesOf(stageOf(stages, 'unfolded').view(cursor));
          const product = valueOf(
            matmul(tensorOf(call.dtype, [coutPerGroup, rows], k), tensorOf(call.dtype, [rows, columns], u)),
          );
          const bias = call.bias?.data;
          const expected = Array.from(product.data, (value, cell) =>
            bias ? value + (bias[cursor.c + Math.floor(cell / columns)] ?? NaN) : value,
          );
          const y = valuesOf(stageOf(stages, 'product').view(cursor));
          assert.deepEqual(y, Array.from(tensorOf(call.dtype, [y.length], expected).data));
          const parts = geometry.n * geometry.params.groups;
          assert.deepEqual(y, part(output, parts, at));
          at += 1;
        }
      }),
      { numRuns },
    );
  });
});

describe('the cells of matmul + fold', () => {
  const formulation = formulationOf('matmul-fold');

  it('make Wᵀ·X = columns, bit for bit, and fold into the output', () => {
    fc.assert(
      fc.property(smallCalls('integers'), (small) => {
        const { call, geometry } = small;
        const { h, w, cinPerGroup, coutPerGroup, taps, params } = geometry;
        const positions = h.inputSize * w.inputSize;
        const { stages, output } = stagesOf(formulation, small);
        const parts = geometry.n * params.groups;
        let at = 0;
        for (const cursor of cornersOf(small)) {
          const wt = valuesOf(stageOf(stages, 'weight-matrix').view(cursor));
          const x = valuesOf(stageOf(stages, 'input-matrix').view(cursor));
          assert.deepEqual(x, part(call.input, parts, at));
          const product = valueOf(
            matmul(
              tensorOf(call.dtype, [coutPerGroup * taps, cinPerGroup], wt),
              tensorOf(call.dtype, [cinPerGroup, positions], x),
            ),
          );
          const columns = valuesOf(stageOf(stages, 'columns').view(cursor));
          assert.deepEqual(columns, Array.from(product.data));
          const y = part(output, parts, at);
          at += 1;
          // An output padding of a stride or more leaves room for blocks that no input element makes.
          if (params.outputPadding.some((more, axis) => more >= (params.stride[axis] ?? 0))) continue;
          const window = slidingWindowOf([h.kernelSize, w.kernelSize], {
            dilation: params.dilation,
            padding: params.padding,
            stride: params.stride,
          });
          const folded = valueOf(fold(product, [h.outputSize, w.outputSize], window));
          const bias = call.bias?.data;
          const perChannel = geometry.columns;
          const expected = Array.from(
            folded.data,
            (value, cell) => value + (bias?.[cursor.c + Math.floor(cell / perChannel)] ?? 0),
          );
          assert.deepEqual(y, expected);
        }
      }),
      { numRuns },
    );
  });

  it('add up to the output element that marks them', () => {
    fc.assert(
      fc.property(smallCalls('integers'), (small) => {
        const { call, geometry } = small;
        const { stages, output } = stagesOf(formulation, small);
        const stage = stageOf(stages, 'columns');
        let at = 0;
        for (const element of elements(geometry)) {
          const cursor = { ...element, term: 0 };
          const view = stage.view(cursor);
          const { cells = [], element: box } = stage.highlight(cursor);
          assert.equal(box === null, cells.length === 0);
          let sum = call.bias?.data[element.c] ?? 0;
          for (const { row, column } of cells) {
            sum += view.value(row, column);
            assert.ok(box !== null && row >= box.row && row < box.row + box.rows);
            assert.ok(column >= box.column && column < box.column + box.columns);
          }
          assert.equal(sum, output.data[at]);
          at += 1;
        }
      }),
      { numRuns },
    );
  });

  it('round a column as the run does: its dot product is matmul’s in float32', () => {
    fc.assert(
      fc.property(smallCalls('anything'), (small) => {
        const { call, geometry } = small;
        const { h, w, cinPerGroup, coutPerGroup, taps } = geometry;
        const { stages } = stagesOf(formulation, small);
        for (const cursor of cornersOf(small)) {
          const wt = valuesOf(stageOf(stages, 'weight-matrix').view(cursor));
          const x = valuesOf(stageOf(stages, 'input-matrix').view(cursor));
          const product = valueOf(
            matmul(
              tensorOf(call.dtype, [coutPerGroup * taps, cinPerGroup], wt),
              tensorOf(call.dtype, [cinPerGroup, h.inputSize * w.inputSize], x),
            ),
          );
          const columns = valuesOf(stageOf(stages, 'columns').view(cursor));
          assert.deepEqual(columns, Array.from(product.data));
        }
      }),
      { numRuns },
    );
  });
});

describe('the cells of sub-pixel', () => {
  const formulation = formulationOf('sub-pixel');
  const whole = formulationOf('unfold-matmul');

  it('are U and K without the rows that hold structural zeros only', () => {
    fc.assert(
      fc.property(smallCalls('floats'), (small) => {
        const { geometry } = small;
        const { h, w, coutPerGroup } = geometry;
        const { stages, output } = stagesOf(formulation, small);
        const all = whole.stages(small.call, geometry, output);
        for (const corner of cornersOf(small))
          for (let y = 0; y < Math.min(h.stride, h.outputSize); y += 1)
            for (let x = 0; x < Math.min(w.stride, w.outputSize); x += 1) {
              const cursor = { ...corner, y, x };
              const u = stageOf(all, 'unfolded').view(cursor);
              const k = stageOf(all, 'kernel-matrix').view(cursor);
              // The phase's columns of U, in order; and of its rows those that can hold a value:
              // along neither axis does the tap stand on an inserted zero there.
              const columns = [...elements({ ...geometry, n: 1, cout: 1 })]
                .filter((one) => one.y % h.stride === y && one.x % w.stride === x)
                .map((one) => one.y * w.outputSize + one.x);
              const lands = (axis: typeof h, o: number, a: number): boolean =>
                (o + a * axis.dilation - axis.before) % axis.stride === 0;
              const rows = Array.from({ length: u.rows }, (_, r) => r).filter((r) => {
                const a = Math.floor(r / w.kernelSize) % h.kernelSize;
                return lands(h, y, a) && lands(w, x, r % w.kernelSize);
              });
              const phaseU = stageOf(stages, 'phase-unfolded').view(cursor);
              const phaseK = stageOf(stages, 'phase-kernel-matrix').view(cursor);
              assert.equal(phaseU.rows, rows.length);
              assert.equal(phaseU.columns, columns.length);
              assert.deepEqual(
                valuesOf(phaseU),
                rows.flatMap((r) => columns.map((l) => u.value(r, l))),
              );
              assert.deepEqual(
                kindsOf(phaseU),
                rows.flatMap((r) => columns.map((l) => u.kind(r, l))),
              );
              assert.deepEqual(
                valuesOf(phaseK),
                Array.from({ length: coutPerGroup }, (_, c) => c).flatMap((c) => rows.map((r) => k.value(c, r))),
              );
              const product = stageOf(all, 'product').view(cursor);
              assert.deepEqual(
                valuesOf(stageOf(stages, 'phase-product').view(cursor)),
                Array.from({ length: coutPerGroup }, (_, c) => c).flatMap((c) =>
                  columns.map((l) => product.value(c, l)),
                ),
              );
              const sub = valuesOf(stageOf(stages, 'phase-kernel').view(cursor));
              // Its taps are those of the term's channel, here the first.
              assert.deepEqual(sub, valuesOf(phaseK).slice(0, sub.length));
              const [largestRows = 0, largestColumns = 0] = stageOf(stages, 'phase-unfolded').shape.slice(-2);
              assert.ok(phaseU.rows * geometry.params.groups <= largestRows);
              assert.ok(phaseU.columns <= largestColumns);
            }
      }),
      { numRuns },
    );
  });
});

describe('the cells of the transposed matrix', () => {
  const formulation = formulationOf('transposed-matrix');

  it('are, column by column, what the call makes of an input of one 1', () => {
    fc.assert(
      fc.property(smallCalls('floats'), (small) => {
        const { call, geometry } = small;
        const { stages, output } = stagesOf(formulation, small);
        const { coutPerGroup, cinPerGroup, columns, h, w, params } = geometry;
        const cells = cinPerGroup * h.inputSize * w.inputSize;
        for (let group = 0; group < params.groups; group += 1) {
          const cursor = { n: 0, c: group * coutPerGroup, y: 0, x: 0, term: 0 };
          const matrix = stageOf(stages, 'convolution-matrix').view(cursor);
          assert.deepEqual([matrix.rows, matrix.columns], [coutPerGroup * columns, cells]);
          for (let column = 0; column < cells; column += 1) {
            const impulse = zeros(call.dtype, call.input.shape);
            impulse.data[group * cells + column] = 1;
            const one = finish(formulationOf('naive').run({ ...call, input: impulse, bias: null }, geometry));
            for (let row = 0; row < matrix.rows; row += 1) {
              const expected = one.data[group * matrix.rows + row];
              assert.equal(matrix.value(row, column), expected);
              // No random weight is 0, so a 0 is structural and nothing else is.
              const kind = expected === 0 ? CellKind.padding : CellKind.value;
              assert.equal(matrix.kind(row, column), kind);
            }
          }
          const parts = geometry.n * params.groups;
          assert.deepEqual(valuesOf(stageOf(stages, 'input-vector').view(cursor)), part(call.input, parts, group));
          assert.deepEqual(valuesOf(stageOf(stages, 'output-vector').view(cursor)), part(output, parts, group));
        }
      }),
      { numRuns: 25 },
    );
  });
});
