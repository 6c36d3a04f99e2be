import assert from 'node:assert/strict';
import type { Formulation } from '../../../src/engine/provenance/formulation.ts';
import type { CellKind } from '../../../src/engine/geometry/geometry.ts';
import type { Cursor, Stage, StageId } from '../../../src/engine/provenance/stage.ts';
import { finish } from '../../../src/engine/core/steps.ts';
import type { Tensor } from '../../../src/engine/core/tensor.ts';
import type { MatrixView } from '../../../src/engine/geometry/matrixView.ts';
import { elements } from '../definition.ts';
import type { SmallCall } from '../smallCalls.ts';

/** The stages of a run of the formulation. */
export function stagesOf(
  formulation: Formulation,
  { call, geometry }: SmallCall,
): { readonly stages: readonly Stage[]; readonly output: Tensor } {
  const output = finish(formulation.run(call, geometry));
  return { stages: formulation.stages(call, geometry, output), output };
}

/** The stage of this name. */
export function stageOf(stages: readonly Stage[], id: StageId): Stage {
  const stage = stages.find((candidate) => candidate.id === id);
  assert.ok(stage, `there is no stage ${id}`);
  return stage;
}

/** Every value of a view, row by row. */
export function valuesOf(view: MatrixView): number[] {
  return cellsOf(view, (row, column) => view.value(row, column));
}

/** Every kind of a view, row by row. */
export function kindsOf(view: MatrixView): CellKind[] {
  return cellsOf(view, (row, column) => view.kind(row, column));
}

function cellsOf<T>(view: MatrixView, read: (row: number, column: number) => T): T[] {
  return Array.from({ length: view.rows * view.columns }, (_, at) =>
    read(Math.floor(at / view.columns), at % view.columns),
  );
}

/** For every output element its first, its middle and its last term. */
export function* cursorsOf(formulation: Formulation, { geometry }: SmallCall): Generator<Cursor, void, void> {
  for (const element of elements(geometry)) {
    const last = Math.max(0, formulation.termCount(geometry, element) - 1);
    for (const term of new Set([0, Math.floor(last / 2), last])) yield { ...element, term };
  }
}

/** For every batch element and group the cursor on its first output element and first term. */
export function* cornersOf({ geometry }: SmallCall): Generator<Cursor, void, void> {
  for (let n = 0; n < geometry.n; n += 1)
    for (let c = 0; c < geometry.cout; c += geometry.coutPerGroup) yield { n, c, y: 0, x: 0, term: 0 };
}
