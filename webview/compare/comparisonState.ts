import { batch, computed, effect, type ReadonlySignal, type Signal, signal, untracked } from '@preact/signals';
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import { flatAt, indexAt } from '../../src/engine/core/flatIndex.ts';
import { refuse, type Result } from '../../src/engine/core/refusal.ts';
import { isSameShape, type Shape } from '../../src/engine/core/tensor.ts';
import { leadingAxes } from '../../src/engine/views/plane.ts';
import { type EntryPair, isComparable, keyOfPair, shapeOfPair } from '../../src/formats/differences/pairEntries.ts';
import type { Pending, Reply } from '../../src/protocol/channel.ts';
import {
  compareChanged,
  type CompareInfo,
  comparePairRequest,
  compareReadyRequest,
  stepMismatch,
} from '../../src/protocol/tensorMessages.ts';
import { formatIndex, formatInteger } from '../../src/scenario/text/format.ts';
import { edited, type ToleranceEdit } from '../statistics/toleranceEdit.ts';
import { LatestTask, type TaskContext } from '../store/latestTask.ts';
import type { SessionPorts } from '../store/session.ts';
import { provided } from '../store/useSession.ts';
import { createViewer, originCursor, type Viewer } from '../store/viewer.ts';
import { createMessages } from '../ui/messages.ts';
import { clampIndices } from '../viewer/tensor/clampIndices.ts';
import { indexOf } from '../viewer/tensorStore.ts';
import { createPairList, isDifferent, type PairList, type PairRow } from './pairList.ts';
import { cornerShowing, type DrawnWindow, type WindowCorner, windowOf } from './drawnWindow.ts';
import { nextDifference } from './nextDifference.ts';
import { restoreList, toleranceIn } from './savedChoices.ts';
import { type ComparedPair, createShownPairReader, type PlacedPair, type ShownPair } from './shownPair.ts';

export type ComparePhase =
  | { readonly kind: 'computing'; readonly progress: { readonly done: number; readonly total: number } | null }
  | { readonly kind: 'done' }
  | { readonly kind: 'refused'; readonly message: string };

/** The state and the actions of the page of a comparison. */
export interface ComparisonState {
  readonly viewer: Viewer;
  /** What the host said last; null before its first message, and while it refuses the files. */
  readonly info: ReadonlySignal<CompareInfo | null>;
  readonly list: PairList;
  /** The phase of the selected pair, or of the page before a pair is selected. */
  readonly phase: ReadonlySignal<ComparePhase>;
  readonly selected: ReadonlySignal<number | null>;
  /** The pair on the page; it stays while the next one is compared. */
  readonly current: ReadonlySignal<ShownPair | null>;
  /** An index for each axis before the last two. */
  readonly leading: Signal<readonly number[]>;
  /** The place of the window in a plane that is too large to be drawn as a whole. */
  readonly corner: Signal<WindowCorner>;
  /** Selects a pair by its number. */
  readonly select: (index: number) => void;
  /** Selects the next (1) or the previous (−1) row of the list. */
  readonly step: (by: 1 | -1) => void;
  /** Compares again with another tolerance. */
  readonly changeTolerance: (edit: ToleranceEdit) => void;
  /** Shows the plane of an element, and moves the cursor to the element. */
  readonly goToIndex: (shape: Shape, index: readonly number[]) => void;
  /**
   * Moves the cursor to the next or the previous mismatch; without mismatches, to the next or previous largest
   * difference.
   */
  readonly goToMismatch: (by: 1 | -1) => Promise<void>;
  /** Shows the next (1) or the previous (−1) plane. */
  readonly stepPlane: (by: 1 | -1) => void;
  /** Stops comparing the selected pair. */
  readonly stop: () => void;
  /** Connects the page to the extension. */
  readonly open: () => Promise<void>;
}

const topLeft: WindowCorner = { row: 0, column: 0 };

export function createComparisonState(ports: SessionPorts): ComparisonState {
  const { host, storage, clock } = ports;
  const messages = createMessages(clock);
  const viewer = createViewer(ports, messages);
  const { cursor } = viewer;
  const info = signal<CompareInfo | null>(null);
  const refusal = signal<string | null>(null);
  const selected = signal<number | null>(null);
  const compared = signal<ComparedPair | null>(null);
  const current = signal<ShownPair | null>(null);
  const leading = signal<readonly number[]>([]);
  const corner = signal<WindowCorner>(topLeft);
  const saved = storage.read();
  /** The parts of the tolerance that the user has set; the other parts are the defaults of the stored dtypes. */
  let chosenTolerance = toleranceIn(saved);
  let asked: Pending<unknown> | null = null;

  const pairAt = (index: number | null): EntryPair | null =>
    index === null ? null : (info.peek()?.pairs[index] ?? null);
  const ask = async (index: number, { onStep }: TaskContext): Promise<Reply<ComparedPair>> => {
    const pair = pairAt(index);
    if (pair === null) return { ok: false, reason: 'failed', error: 'The files have changed.' };
    if (!isComparable(pair)) return { ok: true, value: { index, pair, compared: null } };
    const pending = host.call(comparePairRequest, { pair: index, tolerance: chosenTolerance }, { onStep });
    asked = pending;
    const reply = await pending.reply;
    if (!reply.ok) return reply;
    return reply.value.ok
      ? { ok: true, value: { index, pair, compared: reply.value.value } }
      : { ok: false, reason: 'failed', error: reply.value.refusal.message };
  };
  const comparing = new LatestTask<number, ComparedPair>({
    abort: () => asked?.cancel(),
    work: ask,
    settle: (next) => {
      const before = compared.peek();
      const shape = shapeOfPair(next.pair);
      const isSamePlace =
        before !== null &&
        keyOfPair(before.pair) === keyOfPair(next.pair) &&
        isSameShape(shapeOfPair(before.pair), shape);
      compared.value = next;
      if (isSamePlace) return;
      leading.value = clampIndices([], leadingAxes(shape));
      corner.value = topLeft;
      cursor.value = originCursor;
      viewer.viewports.all.value = {};
      // Start at the largest difference.
      const worst = next.compared?.comparison.maxAbs ?? null;
      if (worst !== null && worst.value > 0) goToIndex(shape, indexAt(shape, worst.at));
    },
  });
  const reader = createShownPairReader(host);
  const reading = new LatestTask<PlacedPair, ShownPair>({
    abort: () => undefined,
    work: async (pair, context) => {
      const read = await reader.read(pair, context);
      return read.ok ? read : { ok: false, reason: 'failed', error: read.refusal.message };
    },
    settle: (next) => {
      current.value = next;
    },
  });
  const select = (index: number): void => {
    selected.value = index;
    reading.drop();
    void comparing.start(index);
  };
  const list = createPairList(host, () => selectFirst());
  /**
   * Selects, if nothing is selected, the first tensor that changed by more than the tolerance allows. Once all are
   * compared: else the first with other values, else the first that differs, else the first.
   */
  const selectFirst = (): void => {
    const rows = list.rows.peek();
    if (selected.peek() !== null || rows.length === 0) return;
    const isOver = list.phase.peek().kind !== 'comparing';
    const other = (): PairRow | undefined =>
      rows.find((row) => isDifferent(row) && row.difference?.values !== null) ?? rows.find(isDifferent) ?? rows[0];
    const row = rows.find(({ difference }) => difference?.status === 'changed') ?? (isOver ? other() : undefined);
    if (row !== undefined) select(row.index);
  };
  const show = (next: Result<CompareInfo>): void => {
    if (!next.ok) {
      refusal.value = next.refusal.message;
      return;
    }
    const { pairs, state } = next.value;
    const before = pairAt(selected.peek());
    const wanted = before === null ? (state.selected ?? null) : keyOfPair(before);
    batch(() => {
      refusal.value = null;
      info.value = next.value;
      selected.value = null;
      reader.forget();
      const index = pairs.length === 1 ? 0 : pairs.findIndex((pair) => wanted !== null && keyOfPair(pair) === wanted);
      const removed = pairs.findIndex(({ a, b }) => b === null && a?.key === wanted);
      if (Math.max(index, removed) >= 0) select(index >= 0 ? index : removed);
    });
    // One pair needs no list.
    if (pairs.length > 1) list.start(pairs, chosenTolerance);
  };
  /** The window of the planes of a shape at the current corner. */
  const windowAt = (shape: Shape): DrawnWindow => windowOf(shape, corner.peek());
  const goToIndex = (shape: Shape, index: readonly number[]): void => {
    const before = Math.max(0, shape.length - 2);
    const [row = 0, column = 0] = shape.length < 2 ? [0, index[0] ?? 0] : index.slice(before);
    batch(() => {
      leading.value = index.slice(0, before);
      corner.value = cornerShowing(windowAt(shape), { row, column });
      const window = windowAt(shape);
      cursor.value = { ...cursor.peek(), y: row - window.row, x: column - window.column };
    });
  };
  let isStepping = false;
  const goToMismatch = async (by: 1 | -1): Promise<void> => {
    const now = compared.peek();
    const found = now?.compared ?? null;
    if (now === null || found === null || isStepping) return;
    const shape = shapeOfPair(now.pair);
    const { row, column } = windowAt(shape);
    const { y, x } = cursor.peek();
    const from = flatAt(shape, indexOf(shape, leading.peek(), { row: y + row, column: x + column }));
    isStepping = true;
    const next = await nextDifference(host, found, { pair: now.index, from, by, tolerance: chosenTolerance });
    isStepping = false;
    if (!next.ok) messages.tell(next.refusal.message);
    if (!next.ok || compared.peek() !== now) return;
    if (next.value === null) {
      messages.announce('The tensors are equal everywhere.');
      return;
    }
    const place = indexAt(shape, next.value);
    goToIndex(shape, place);
    const { count } = found.comparison.mismatches;
    const words =
      count > 0 ? `One of ${formatInteger(count)} mismatches` : 'No mismatches; one of the largest differences';
    messages.announce(`${words}, at ${formatIndex(place)}.`);
  };
  const phase = computed((): ComparePhase => {
    if (refusal.value !== null) return { kind: 'refused', message: refusal.value };
    for (const task of [comparing, reading]) {
      const now = task.phase.value;
      if (now.kind === 'failed') return { kind: 'refused', message: now.error };
      if (now.kind === 'computing') return { kind: 'computing', progress: now.step };
    }
    if (comparing.phase.value.kind === 'cancelled')
      return { kind: 'refused', message: 'Cancelled. Select the tensor to compare it.' };
    // Before the host's first message, or before a tensor differs, there is nothing to draw.
    return current.value === null && info.value?.pairs.length !== 0
      ? { kind: 'computing', progress: null }
      : { kind: 'done' };
  });
  return {
    viewer,
    info,
    list,
    phase,
    selected,
    current,
    leading,
    corner,
    select,
    step: (by) => {
      const rows = list.visibleRows.peek();
      const at = rows.findIndex(({ index }) => index === selected.peek());
      const next = rows[at < 0 ? (by > 0 ? 0 : rows.length - 1) : at + by];
      if (next !== undefined) select(next.index);
    },
    goToIndex,
    goToMismatch,
    changeTolerance: (edit) => {
      chosenTolerance = edited(chosenTolerance, edit);
      const now = info.peek();
      if (now === null) return;
      save();
      const index = selected.peek();
      if (index !== null) void comparing.start(index);
      if (now.pairs.length > 1) list.start(now.pairs, chosenTolerance);
    },
    stepPlane: (by) => {
      const now = compared.peek();
      if (now === null) return;
      const axes = leadingAxes(shapeOfPair(now.pair));
      const axis = axes.map((size) => size > 1).lastIndexOf(true);
      if (axis < 0) return;
      leading.value = clampIndices(
        axes.map((_, i) => (leading.peek()[i] ?? 0) + (i === axis ? by : 0)),
        axes,
      );
      messages.announce(`Axis ${axis}: ${leading.peek()[axis] ?? 0} of ${(axes[axis] ?? 1) - 1}`);
    },
    stop: () => {
      if (!comparing.cancel()) reading.cancel();
    },
    open: async () => {
      restoreList(saved, list);
      effect(() => {
        const now = compared.value && { ...compared.value, at: leading.value, corner: corner.value };
        // Reading touches the task's own state.
        if (now !== null) untracked(() => void reading.start(now));
      });
      effect(save);
      host.on(compareChanged, show);
      host.on(stepMismatch, (by) => void goToMismatch(by));
      const reply = await host.call(compareReadyRequest, null).reply;
      show(reply.ok ? reply.value : refuse('file', reply.error));
    },
  };

  /** Saves the choices for when the panel is hidden or the window is reloaded. */
  function save(): void {
    const now = info.value;
    if (now === null) return;
    const tolerance = chosenTolerance;
    if (now.pairs.length === 1) {
      storage.write({ ...now.state, tolerance });
      return;
    }
    const pair = selected.value === null ? undefined : now.pairs[selected.value];
    storage.write({
      ...now.state,
      ...(pair !== undefined && { selected: keyOfPair(pair) }),
      tolerance,
      filter: list.filter.value,
      shown: list.shown.value,
      order: list.order.value,
    });
  }
}

export const ComparisonContext = createContext<ComparisonState | null>(null);

/** @throws outside the page of a comparison */
export function useComparison(): ComparisonState {
  return provided(useContext(ComparisonContext), 'comparison');
}
