import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Call } from '../../../../src/engine/core/call.ts';
import type { NonFiniteElement } from '../../../../src/engine/diagnose/nonFinite/sources.ts';
import { stagePropagations } from '../../../../src/engine/diagnose/nonFinite/stagePropagation.ts';
import { formulationIds } from '../../../../src/engine/provenance/formulation.ts';
import { formulationOf } from '../../../../src/engine/formulations/formulations.ts';
import type { Cell, Cursor, Stage } from '../../../../src/engine/provenance/stage.ts';
import { finish } from '../../../../src/engine/core/steps.ts';
import { tensorOf } from '../../../../src/engine/core/tensor.ts';
import { elements } from '../../definition.ts';
import { callsFor, type SmallCall } from '../../smallCalls.ts';

/** A place in one of the call's tensors. */
function sourceIn({ call }: SmallCall, which: number, at: number): NonFiniteElement {
  const of = (['input', 'weight', 'bias'] as const)[which % (call.bias === null ? 2 : 3)] ?? 'input';
  const { shape, data } = call[of] ?? call.input;
  let rest = at % data.length;
  const index = [...shape].reverse().map((size) => {
    const i = rest % size;
    rest = Math.floor(rest / size);
    return i;
  });
  return { of, index: index.reverse(), value: Infinity };
}

/** The call with only the source non-finite: all else is 1, and in winograd's transforms nothing cancels an infinity. */
function spoiled(call: Call, { of, index, value }: NonFiniteElement): Call {
  const made = (name: 'input' | 'weight' | 'bias') => {
    const { dtype, shape, data } = call[name] ?? call.input;
    const tensor = tensorOf(dtype, shape, new Float64Array(data.length).fill(1));
    if (name === of) {
      const at = index.reduce((sum, i, axis) => sum * (shape[axis] as number) + i, 0);
      tensor.data[at] = value;
    }
    return tensor;
  };
  return { ...call, input: made('input'), weight: made('weight'), bias: call.bias && made('bias') };
}

/** Whether the source has come to a cell of a stage. */
const isReached = (stage: Stage | undefined, { row, column }: Cell, cursor: Cursor): boolean =>
  Number.isNaN(stage?.view(cursor).value(row, column));

const drawn = (id: (typeof formulationIds)[number]) => fc.tuple(callsFor(id, 'integers'), fc.nat(), fc.nat());

for (const id of formulationIds) {
  const formulation = formulationOf(id);

  describe(`the cells that a source spoils in the stages of ${id}`, () => {
    it('are those that are non-finite when it is run', () => {
      fc.assert(
        fc.property(drawn(id), ([small, which, at]) => {
          const { geometry } = small;
          const source = sourceIn(small, which, at);
          const call = spoiled(small.call, source);
          const output = finish(formulation.run(call, geometry));
          const stages = formulation.stages(call, geometry, output);
          const propagations = finish(stagePropagations(small.call, geometry, formulation, source));
          assert.deepEqual(
            propagations.map(({ id: traced }) => traced),
            stages.map((stage) => stage.id),
          );
          const all = [...elements(geometry)];
          for (const element of [all[0], all[at % all.length]]) {
            if (element === undefined) continue;
            const cursor: Cursor = { ...element, term: 0 };
            for (const [i, stage] of stages.entries()) {
              const view = stage.view(cursor);
              for (let row = 0; row < view.rows; row++)
                for (let column = 0; column < view.columns; column++)
                  assert.equal(
                    isReached(propagations[i], { row, column }, cursor),
                    !Number.isFinite(view.value(row, column)),
                    `${stage.id} ${String(row)}, ${String(column)}`,
                  );
            }
          }
        }),
        { numRuns: 30 },
      );
    });

    it('hold every term with the source for a factor, as the stages highlight it', () => {
      fc.assert(
        fc.property(drawn(id), ([small, which, at]) => {
          const { geometry, call } = small;
          const source = sourceIn(small, which % 2, at);
          const name = source.index.join(' ');
          const propagations = finish(stagePropagations(call, geometry, formulation, source));
          const factors = new Set(
            source.of === 'input'
              ? ['input', 'padded', 'unfolded', 'input-matrix', 'phase-unfolded', 'input-vector']
              : [
                  'weight',
                  'rotated',
                  'kernel-matrix',
                  'weight-matrix',
                  'phase-kernel',
                  'phase-kernel-matrix',
                  'convolution-matrix',
                ],
          );
          for (const element of elements(geometry)) {
            for (let term = 0; term < formulation.termCount(geometry, element); term++) {
              const found = formulation.termAt(geometry, element, term);
              if (found.form !== 'tap') return;
              const { weight, input } = found;
              const factor =
                source.of === 'weight'
                  ? [weight.cin, weight.cout, weight.ky, weight.kx]
                  : input === null
                    ? []
                    : [...(geometry.batched ? [input.n] : []), input.c, input.y, input.x];
              const cursor = { ...element, term };
              for (const stage of propagations) {
                const cell = stage.highlight(cursor).term;
                if (!factors.has(stage.id) || cell === null) continue;
                assert.equal(isReached(stage, cell, cursor), factor.join(' ') === name, stage.id);
              }
            }
          }
        }),
        { numRuns: 30 },
      );
    });
  });
}
