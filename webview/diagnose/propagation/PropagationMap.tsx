import { useSignal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import { flatAt } from '../../../src/engine/core/flatIndex.ts';
import { moveCursor } from '../../../src/engine/provenance/moveCursor.ts';
import type { Cell } from '../../../src/engine/provenance/stage.ts';
import { formatIndex } from '../../../src/scenario/text/format.ts';
import { GridTwin } from '../../viewer/GridTwin.tsx';
import { px } from '../../ui/px.ts';
import { GlyphCanvas } from './GlyphCanvas.tsx';
import type { KindEntry } from './causeKinds.ts';
import { propagationBoxOf } from './propagationBox.ts';
import { PropagationLegend } from './PropagationLegend.tsx';
import type { RunModel } from '../../store/runModel.ts';
import { clampCursor } from '../../store/places.ts';
import { useViewer } from '../../store/useSession.ts';

const height = 260;

/** A map of the cursor's output plane that shows each element's kind; a cell is picked as in every other pane. */
export function PropagationMap(props: {
  readonly title: string;
  readonly run: RunModel;
  /** The kind of each output element, row-major. */
  readonly kinds: Uint8Array;
  readonly entries: readonly KindEntry[];
  readonly width: number;
}) {
  const { cursor, hover, displayCursor } = useViewer();
  const { title, run, kinds, entries, width } = props;
  const { geometry } = run;
  const [rows, columns] = [geometry.h.outputSize, geometry.w.outputSize];
  const at = displayCursor.value;
  const plane = [...(geometry.batched ? [at.n] : []), at.c];
  const from = flatAt(geometry.outputShape, [...plane, 0, 0]);
  const focus = useSignal<Cell | null>(null);
  const entryAt = (row: number, column: number): KindEntry =>
    entries[kinds[from + row * columns + column] ?? 0] ?? missing;
  const map = useMemo(
    () => ({ rows, columns, glyph: (row: number, column: number) => entryAt(row, column).glyph }),
    [kinds, from, rows, columns],
  );
  const box = propagationBoxOf(rows, columns, width, height);
  const cell = { width: box.width / columns, height: box.height / rows };
  const cellAt = (event: MouseEvent): Cell => ({
    row: Math.max(0, Math.min(Math.floor(event.offsetY / cell.height), rows - 1)),
    column: Math.max(0, Math.min(Math.floor(event.offsetX / cell.width), columns - 1)),
  });
  const placeOf = ({ row, column }: Cell) => {
    const before = cursor.peek();
    const element = clampCursor({ ...before, y: row, x: column }, run);
    return moveCursor(run.formulation, geometry, clampCursor(before, run), element);
  };
  const pick = (to: Cell): void => {
    cursor.value = placeOf(to);
  };
  const index = formatIndex([...plane, at.y, at.x]);
  const name = `${title}, ${rows} × ${columns}, plane ${formatIndex(plane)}`;
  return (
    <section class="propagation-map" aria-label={title} style={{ width: px(width) }}>
      <header>
        <b>{title}</b> <span class="mono dim">{planeText(plane)}</span>
      </header>
      <div
        class="heatmap"
        style={{ width: px(box.width), height: px(box.height) }}
        onClick={(event) => pick(cellAt(event))}
        onPointerMove={(event) => {
          hover.value = placeOf(cellAt(event));
        }}
        onPointerLeave={() => {
          hover.value = null;
        }}
      >
        <GlyphCanvas map={map} width={box.width} height={box.height} label={name} />
        <span
          class={focus.value === null ? 'propagation-cursor' : 'propagation-cursor focused'}
          aria-hidden="true"
          style={{
            left: px(at.x * cell.width),
            top: px(at.y * cell.height),
            width: px(Math.max(cell.width, 6)),
            height: px(Math.max(cell.height, 6)),
          }}
        />
        <GridTwin
          label={`${name}, cells`}
          rows={rows}
          columns={columns}
          placeOf={({ y, x }) => ({ row: y, column: x })}
          words={({ row, column }) => `${formatIndex([...plane, row, column])} ${entryAt(row, column).brief}`}
          focus={focus}
          pick={pick}
          onKey={() => false}
        />
      </div>
      <p class="propagation-under">
        <span class="mono">{index}</span> {entryAt(at.y, at.x).brief}
      </p>
      <PropagationLegend entries={entries} />
    </section>
  );
}

const missing: KindEntry = { kind: 0, glyph: 'clean', words: '', brief: '', count: 0 };

function planeText(plane: readonly number[]): string {
  return `[${[...plane, ':', ':'].join(', ')}]`;
}
