import { CellKind, type Geometry } from '../../src/engine/geometry/geometry.ts';
import { channelOf } from '../../src/engine/provenance/moveCursor.ts';
import { tileUnder } from '../../src/engine/provenance/tile.ts';
import { coutInGroup } from '../../src/engine/provenance/channels.ts';
import type { Cell, Cursor, Stage } from '../../src/engine/provenance/stage.ts';
import type { DType } from '../../src/engine/core/tensor.ts';
import type { MatrixView } from '../../src/engine/geometry/matrixView.ts';
import { formatIndex } from '../../src/scenario/text/format.ts';
import type { Loaded } from '../store/loaded.ts';

/** The shortest decimal that is this number again when read in its precision: what a value is copied as. */
export function exactNumber(value: number, dtype: DType): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf';
  if (dtype === 'float64') return String(value);
  for (let digits = 1; digits <= 9; digits++) {
    const text = String(Number(value.toPrecision(digits)));
    if (Math.fround(Number(text)) === value) return text;
  }
  return String(value);
}

/** What stands in a cell, in words: its value, or which kind of zero it is. */
export function cellWords(view: MatrixView, { row, column }: Cell, dtype: DType): string {
  const kind = view.kind(row, column);
  switch (kind) {
    case CellKind.padding:
      return 'padding zero';
    case CellKind.inserted:
      return 'inserted zero';
    case CellKind.value:
      return exactNumber(view.value(row, column), dtype).replace('nan', 'NaN').replace('inf', 'Infinity');
    default: {
      const never: never = kind;
      throw new Error(`unknown kind ${String(never)}`);
    }
  }
}

/** The index of a drawn cell in the stage's tensor: "[0, 25, 14, 9]" in x, "[229, 429]" in U. */
export function cellIndex(
  stage: Stage,
  run: Pick<Loaded, 'geometry' | 'formulation'>,
  cursor: Cursor,
  { row, column }: Cell,
): string {
  const { geometry, formulation } = run;
  const batch = geometry.batched ? [cursor.n] : [];
  switch (stage.id) {
    case 'input':
    case 'padded':
      return formatIndex([...batch, channelOf(formulation, geometry, cursor), row, column]);
    case 'output':
      return formatIndex([...batch, cursor.c, row, column]);
    case 'tile':
    case 'transformed-tile': {
      const tile = tileUnder(geometry, cursor).column;
      const channel = channelOf(formulation, geometry, cursor);
      return formatIndex([...batch, channel, tile, row, column]);
    }
    case 'weight':
    case 'rotated':
    case 'phase-kernel':
    case 'transformed-kernel':
      return formatIndex([...kernelOf(geometry, formulation, cursor), row, column]);
    case 'unfolded':
    case 'kernel-matrix':
    case 'product':
    case 'weight-matrix':
    case 'input-matrix':
    case 'columns':
    case 'phase-unfolded':
    case 'phase-kernel-matrix':
    case 'phase-product':
    case 'transformed-input':
    case 'transformed-kernel-matrix':
    case 'transformed-product':
    case 'convolution-matrix':
      return formatIndex([row, column]);
    case 'input-vector':
    case 'output-vector':
      return formatIndex([row]);
    default: {
      const never: never = stage.id;
      throw new Error(`unknown stage ${String(never)}`);
    }
  }
}

function kernelOf(geometry: Geometry, formulation: Loaded['formulation'], cursor: Cursor): readonly [number, number] {
  return [channelOf(formulation, geometry, cursor), coutInGroup(geometry, cursor.c)];
}
