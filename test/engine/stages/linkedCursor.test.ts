import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type FormulationId, formulationIds } from '../../../src/engine/provenance/formulation.ts';
import type { Terms } from '../../../src/engine/provenance/formulation.ts';
import { formulationOf } from '../../../src/engine/formulations/formulations.ts';
import { CellKind } from '../../../src/engine/geometry/geometry.ts';
import type { Geometry } from '../../../src/engine/geometry/geometry.ts';
import { cursorAt, keyUnder, moveCursor } from '../../../src/engine/provenance/moveCursor.ts';
import type { Cell, CellRange, Cursor, Stage, StageId } from '../../../src/engine/provenance/stage.ts';
import { keyOf } from '../../../src/engine/provenance/provenance.ts';
import { traceOf } from '../../../src/engine/trace/trace.ts';
import { contributions, elements } from '../definition.ts';
import { callsFor } from '../smallCalls.ts';
import { cursorsOf, stageOf, stagesOf } from './stagesOf.ts';

const covers = (range: CellRange | null, { row, column }: Cell): boolean =>
  range !== null &&
  row >= range.row &&
  row < range.row + range.rows &&
  column >= range.column &&
  column < range.column + range.columns;

const same = (a: Cell | null, b: Cell): boolean => a !== null && a.row === b.row && a.column === b.column;

const cellsOf = (stage: Stage, cursor: Cursor): Cell[] => {
  const { rows, columns } = stage.view(cursor);
  return Array.from({ length: rows * columns }, (_, at) => ({
    row: Math.floor(at / columns),
    column: at % columns,
  }));
};

const isLegal = (terms: Terms, geometry: Geometry, { n, c, y, x, term }: Cursor): boolean =>
  n >= 0 &&
  n < geometry.n &&
  c >= 0 &&
  c < geometry.cout &&
  y >= 0 &&
  x >= 0 &&
  y < geometry.h.outputSize &&
  x < geometry.w.outputSize &&
  term >= 0 &&
  term < Math.max(1, terms.termCount(geometry, { n, c, y, x }));

/** Stages of output elements: no term has a cell of its own there. */
const results: readonly StageId[] = ['product', 'phase-product', 'output-vector', 'output'];

/** Stages of winograd that no term has a cell of: it multiplies sums of these, and adds up sums of its terms. */
const mixed: readonly StageId[] = ['input', 'tile', 'weight', 'phase-kernel', 'transformed-product'];
const withoutTerms = (id: FormulationId): readonly StageId[] => (id === 'winograd' ? [...results, ...mixed] : results);

/** One of several cursors, drawn anew for each call. */
const someCursor = fc.nat();

describe('the linked cursor', () => {
  for (const id of formulationIds) {
    const formulation = formulationOf(id);

    it(`marks the cell that was picked, in the slice it was picked in: ${id}`, () => {
      fc.assert(
        fc.property(callsFor(id, 'integers'), someCursor, (small, which) => {
          const { geometry } = small;
          const { stages } = stagesOf(formulation, small);
          const cursors = [...cursorsOf(formulation, small)];
          const cursor = cursors[which % cursors.length] as Cursor;
          for (const stage of stages)
            for (const cell of cellsOf(stage, cursor)) {
              const picked = stage.pick(cell, cursor);
              if (picked === null) continue;
              const where = `${stage.id} ${JSON.stringify({ cell, cursor, picked })}`;
              assert.ok(isLegal(formulation, geometry, picked), where);
              assert.deepEqual(Object.keys(picked).sort(), ['c', 'n', 'term', 'x', 'y']);
              const { element, term } = stage.highlight(picked);
              assert.ok(same(term, cell) || covers(element, cell), where);
              // A structural zero is a term in unfold + matmul only.
              const kind = stage.view(cursor).kind(cell.row, cell.column);
              const isTerm = id === 'unfold-matmul' || kind === CellKind.value;
              if (isTerm && !withoutTerms(id).includes(stage.id)) assert.ok(same(term, cell), where);
              const [before, after] = [stage.view(cursor), stage.view(picked)];
              assert.ok(Object.is(after.value(cell.row, cell.column), before.value(cell.row, cell.column)), where);
            }
        }),
        { numRuns: 60 },
      );
    });

    it(`marks nothing outside a view, and the factors of the term in x and w: ${id}`, () => {
      fc.assert(
        fc.property(callsFor(id, 'floats'), (small) => {
          const { call, geometry } = small;
          const { stages, output } = stagesOf(formulation, small);
          for (const cursor of cursorsOf(formulation, small)) {
            const { x, w, count } = traceOf(call, geometry, formulation, cursor);
            for (const stage of stages) {
              const view = stage.view(cursor);
              const { element, term } = stage.highlight(cursor);
              if (element !== null) {
                assert.ok(element.rows > 0 && element.columns > 0, stage.id);
                assert.ok(element.row >= 0 && element.column >= 0, stage.id);
                assert.ok(element.row + element.rows <= view.rows, stage.id);
                assert.ok(element.column + element.columns <= view.columns, stage.id);
              }
              if (term === null) continue;
              assert.ok(cursor.term < count);
              const value = view.value(term.row, term.column);
              switch (stage.id) {
                case 'weight':
                case 'rotated':
                case 'kernel-matrix':
                case 'weight-matrix':
                case 'phase-kernel':
                case 'phase-kernel-matrix':
                case 'convolution-matrix':
                case 'transformed-kernel':
                case 'transformed-kernel-matrix':
                  assert.equal(value, w[cursor.term], stage.id);
                  break;
                case 'input':
                case 'padded':
                case 'unfolded':
                case 'input-matrix':
                case 'input-vector':
                case 'phase-unfolded':
                case 'transformed-tile':
                case 'transformed-input':
                  assert.equal(value, x[cursor.term], stage.id);
                  break;
                default:
                  assert.equal(stage.id, 'columns');
              }
              if (element !== null) assert.ok(covers(element, term), stage.id);
            }
            for (const id of results) {
              const stage = stages.find((candidate) => candidate.id === id);
              const cell = stage?.highlight(cursor).element;
              if (stage === undefined || !cell) continue;
              const { c, n, y, x: column } = cursor;
              const at = ((n * geometry.cout + c) * geometry.h.outputSize + y) * geometry.w.outputSize;
              assert.equal(stage.view(cursor).value(cell.row, cell.column), output.data[at + column]);
            }
          }
        }),
        { numRuns: 40 },
      );
    });

    it(`stays when its own term is picked, and can be picked from anywhere in the slice: ${id}`, () => {
      fc.assert(
        fc.property(callsFor(id, 'integers'), someCursor, (small, which) => {
          const { stages } = stagesOf(formulation, small);
          const cursors = [...cursorsOf(formulation, small)];
          const from = cursors[which % cursors.length] as Cursor;
          for (const stage of stages)
            for (const cursor of cursors) {
              const { element, term } = stage.highlight(cursor);
              const own = results.includes(stage.id) ? element : term;
              if (own === null) continue;
              const where = `${stage.id} ${JSON.stringify({ cursor, from })}`;
              assert.deepEqual(stage.pick(own, cursor), cursor, where);
              if (stage.slice(from) !== stage.slice(cursor)) continue;
              assert.ok(stage.pick(own, from) !== null, where);
            }
        }),
        { numRuns: 60 },
      );
    });

    it(`goes from an input element to the nearest output that it reaches: ${id}`, () => {
      fc.assert(
        fc.property(callsFor(id, 'integers'), someCursor, (small, which) => {
          const { geometry } = small;
          const input = stageOf(stagesOf(formulation, small).stages, 'input');
          const cursors = [...cursorsOf(formulation, small)];
          const cursor = cursors[which % cursors.length] as Cursor;
          const reached = [...contributions(geometry)].filter(({ output }) => output.c === cursor.c);
          for (const cell of cellsOf(input, cursor)) {
            const distances = reached
              .filter((one) => one.input.y === cell.row && one.input.x === cell.column)
              .map(({ output }) => Math.hypot(output.y - cursor.y, output.x - cursor.x));
            const picked = input.pick(cell, cursor);
            assert.equal(picked === null, distances.length === 0);
            if (picked === null) continue;
            const distance = Math.hypot(picked.y - cursor.y, picked.x - cursor.x);
            assert.equal(distance, Math.min(...distances));
          }
        }),
        { numRuns: 40 },
      );
    });

    it(`stays on its tap and channel when the element moves, else in its channel: ${id}`, () => {
      fc.assert(
        fc.property(callsFor(id, 'integers'), someCursor, (small, which) => {
          const { geometry } = small;
          const cursors = [...cursorsOf(formulation, small)];
          const cursor = cursors[which % cursors.length] as Cursor;
          if (formulation.termCount(geometry, cursor) === 0) return;
          const key = keyUnder(formulation, geometry, cursor);
          assert.ok(key !== null);
          const channel = key.cin % geometry.cinPerGroup;
          for (const element of elements(geometry)) {
            const moved = moveCursor(formulation, geometry, cursor, element);
            const { term, ...at } = moved;
            assert.deepEqual(at, element);
            assert.ok(isLegal(formulation, geometry, moved));
            if (formulation.termCount(geometry, element) === 0) continue;
            const group = Math.floor(element.c / geometry.coutPerGroup);
            const there = keyOf(formulation.termAt(geometry, element, term));
            assert.equal(there.cin, group * geometry.cinPerGroup + channel);
            const kept = cursorAt(formulation, geometry, element, { ...key, cin: there.cin });
            if (kept !== null) assert.deepEqual(moved, kept);
          }
        }),
        { numRuns: 60 },
      );
    });
  }
});
