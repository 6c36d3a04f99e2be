import assert from 'node:assert/strict';
import fc from 'fast-check';
import { formulationIds } from '../../../src/engine/provenance/formulation.ts';
import { formulationOf } from '../../../src/engine/formulations/formulations.ts';
import { readRow } from '../../../src/engine/geometry/matrixView.ts';
import { callsFor } from '../smallCalls.ts';
import { cornersOf, stagesOf } from './stagesOf.ts';

describe('reading a row of a stage at once', () => {
  for (const id of formulationIds) {
    it(`finds what its cells hold one by one, in ${id}, whichever columns are asked for`, () => {
      fc.assert(
        fc.property(callsFor(id, 'anything'), fc.integer({ min: 1, max: 7 }), (small, apart) => {
          for (const cursor of cornersOf(small)) {
            for (const stage of stagesOf(formulationOf(id), small).stages) {
              const view = stage.view(cursor);
              const asked = Array.from({ length: view.columns }, (_, c) => c);
              const columns = Int32Array.from(asked.filter((c) => c % apart === 0));
              const values = new Float64Array(columns.length);
              const kinds = new Uint8Array(columns.length);
              for (let row = 0; row < view.rows; row++) {
                readRow(view, row, columns, values, kinds);
                const expected = [...columns].map((c) => [view.value(row, c), view.kind(row, c)]);
                assert.deepEqual(
                  [...columns].map((_, i) => [values[i], kinds[i]]),
                  expected,
                );
              }
            }
          }
        }),
        { numRuns: 20 },
      );
    });
  }
});
