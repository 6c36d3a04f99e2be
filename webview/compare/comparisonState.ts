import { batch, computed, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Comparison, Tolerance } from '../../src/engine/compare/comparison.ts';
import { defaultTolerance } from '../../src/engine/compare/defaultTolerance.ts';
import { nextMismatch } from '../../src/engine/compare/nextMismatch.ts';
import { assertNever } from '../../src/engine/core/assertNever.ts';
import { indexAt } from '../../src/engine/core/flatIndex.ts';
import { refuse, type Result } from '../../src/engine/core/refusal.ts';
import type { Shape, Tensor } from '../../src/engine/core/tensor.ts';
import { leadingAxes } from '../../src/engine/views/plane.ts';
import { readNpy } from '../../src/formats/npy/readNpy.ts';
import {
  compareChanged,
  type CompareInfo,
  compareReadyRequest,
  readSideRequest,
  stepMismatch,
} from '../../src/protocol/tensorMessages.ts';
import { compareRequest } from '../../src/protocol/workerMessages.ts';
import { formatIndex, formatInteger } from '../../src/scenario/text/format.ts';
import { edited, type ToleranceEdit } from '../statistics/toleranceEdit.ts';
import { LatestTask } from '../store/latestTask.ts';
import type { SessionPorts } from '../store/session.ts';
import { provided } from '../store/useSession.ts';
import { createViewer, originCursor, type Viewer } from '../store/viewer.ts';
import { createMessages } from '../ui/messages.ts';
import { clampIndices } from '../viewer/tensor/clampIndices.ts';
import { flatUnder } from '../viewer/tensorStore.ts';

/** Two tensors of the same shape, and their comparison. */
export interface TensorComparison {
  readonly info: CompareInfo;
  readonly a: Tensor;
  readonly b: Tensor;
  readonly tolerance: Tolerance;
  readonly comparison: Comparison;
}

export type ComparePhase =
  { readonly kind: 'computing' } | { readonly kind: 'done' } | { readonly kind: 'refused'; readonly message: string };

/** The state and the actions of the page of a comparison. */
export interface ComparisonState {
  readonly viewer: Viewer;
  readonly phase: ReadonlySignal<ComparePhase>;
  /** The comparison on the page; it stays while the next one is computed. */
  readonly current: ReadonlySignal<TensorComparison | null>;
  /** An index for each axis before the last two. */
  readonly leading: Signal<readonly number[]>;
  /** Compares again with another tolerance. */
  readonly changeTolerance: (edit: ToleranceEdit) => void;
  /** Shows the plane of an element, and moves the cursor to the element. */
  readonly goToIndex: (shape: Shape, index: readonly number[]) => void;
  /**
   * Moves the cursor to the next or the previous mismatch; without mismatches, to the next or previous largest
   * difference.
   */
  readonly goToMismatch: (by: 1 | -1) => void;
  /** Connects the page to the extension. */
  readonly open: () => Promise<void>;
}

/** The tensors to compare: in files that are not read yet, or in memory. */
type Sides = { readonly kind: 'files'; readonly info: CompareInfo } | ({ readonly kind: 'tensors' } & TensorComparison);

export function createComparisonState(ports: SessionPorts): ComparisonState {
  const { host, workers, storage, clock } = ports;
  const messages = createMessages(clock);
  const viewer = createViewer(ports, messages);
  const { cursor } = viewer;
  const current = signal<TensorComparison | null>(null);
  const leading = signal<readonly number[]>([]);
  /** The parts of the tolerance that the user has set; the other parts are the defaults of the stored dtypes. */
  let chosenTolerance: Partial<Tolerance> = toleranceIn(storage.read());
  /** The host's last message. */
  let latestInfo: Result<CompareInfo> | null = null;

  const read = async (side: 'a' | 'b', label: string): Promise<Result<Tensor>> => {
    const reply = await host.call(readSideRequest, { side }).reply;
    if (!reply.ok) return refuse('file', `${label} could not be read: ${reply.error}`);
    return reply.value.ok ? readNpy(reply.value.value, label) : reply.value;
  };
  const compare = async (info: CompareInfo, a: Tensor, b: Tensor): Promise<Result<TensorComparison>> => {
    // Saved for when the panel is hidden or the window is reloaded.
    storage.write({ ...info.state, tolerance: chosenTolerance });
    const tolerance = { ...defaultTolerance(info.a.stored, info.b.stored), ...chosenTolerance };
    const reply = await workers.engine.ask(compareRequest, { actual: a, expected: b, tolerance });
    if (!reply.ok) return refuse('file', reply.error);
    return { ok: true, value: { info, a, b, tolerance, comparison: reply.value } };
  };
  const compareSides = async (sides: Sides): Promise<Result<TensorComparison>> => {
    if (sides.kind === 'tensors') return await compare(sides.info, sides.a, sides.b);
    const { info } = sides;
    const a = await read('a', info.a.label);
    if (!a.ok) return a;
    const b = await read('b', info.b.label);
    return b.ok ? await compare(info, a.value, b.value) : b;
  };
  const task = new LatestTask<Sides, TensorComparison>({
    abort: () => undefined,
    work: async (sides) => {
      const result = await compareSides(sides);
      return result.ok ? result : { ok: false, reason: 'failed', error: result.refusal.message };
    },
    settle: (next) => {
      const { shape } = next.a;
      const before = current.peek();
      current.value = next;
      if (before !== null && before.a.shape.join() === shape.join()) return;
      leading.value = clampIndices([], leadingAxes(shape));
      cursor.value = originCursor;
      // Start at the largest difference.
      const worst = next.comparison.maxAbs;
      if (worst !== null && worst.value > 0) goToIndex(shape, indexAt(shape, worst.at));
    },
  });
  const show = (info: Result<CompareInfo>): void => {
    latestInfo = info;
    if (info.ok) {
      void task.start({ kind: 'files', info: info.value });
    } else {
      task.drop();
      task.fail(info.refusal.message);
    }
  };
  const goToIndex = (shape: Shape, index: readonly number[]): void => {
    const before = Math.max(0, shape.length - 2);
    const [y = 0, x = 0] = shape.length < 2 ? [0, index[0] ?? 0] : index.slice(before);
    batch(() => {
      leading.value = index.slice(0, before);
      cursor.value = { ...cursor.peek(), y, x };
    });
  };
  const goToMismatch = (by: 1 | -1): void => {
    const now = current.peek();
    if (now === null) return;
    const { a, b, tolerance, comparison } = now;
    const from = flatUnder(a.shape, leading.peek(), cursor.peek());
    const { count } = comparison.mismatches;
    const worst = comparison.worst.filter(({ value }) => value > 0).map(({ at }) => at);
    const here = worst.indexOf(from);
    const beside = here < 0 && by < 0 ? worst.length - 1 : here + by;
    const next =
      count > 0 ? nextMismatch(a, b, tolerance, from, by) : worst[(beside + worst.length) % Math.max(1, worst.length)];
    if (next === null || next === undefined) {
      messages.announce('The tensors are equal everywhere.');
      return;
    }
    const index = indexAt(a.shape, next);
    goToIndex(a.shape, index);
    const found =
      count > 0 ? `One of ${formatInteger(count)} mismatches` : 'No mismatches; one of the largest differences';
    messages.announce(`${found}, at ${formatIndex(index)}.`);
  };
  const phase = computed((): ComparePhase => {
    const now = task.phase.value;
    switch (now.kind) {
      case 'failed':
        return { kind: 'refused', message: now.error };
      case 'idle':
      case 'cancelled':
        // Before the host's first message there is nothing to compare.
        return { kind: current.value === null ? 'computing' : 'done' };
      case 'computing':
        return { kind: 'computing' };
      default:
        return assertNever(now, 'phase');
    }
  });
  return {
    viewer,
    phase,
    current,
    leading,
    goToIndex,
    goToMismatch,
    changeTolerance: (edit) => {
      chosenTolerance = edited(chosenTolerance, edit);
      const now = current.peek();
      // While files are read, the tensors in memory may be outdated.
      if (now !== null && phase.peek().kind === 'done') void task.start({ kind: 'tensors', ...now });
      else if (latestInfo !== null) show(latestInfo);
    },
    open: async () => {
      host.on(compareChanged, show);
      host.on(stepMismatch, goToMismatch);
      const reply = await host.call(compareReadyRequest, null).reply;
      show(reply.ok ? reply.value : refuse('file', reply.error));
    },
  };
}

/** Returns the valid parts of the tolerance in a page's saved state. */
function toleranceIn(saved: unknown): Partial<Tolerance> {
  if (typeof saved !== 'object' || saved === null || !('tolerance' in saved)) return {};
  const { tolerance } = saved;
  if (typeof tolerance !== 'object' || tolerance === null) return {};
  const isSize = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value) && value >= 0;
  return {
    ...('rtol' in tolerance && isSize(tolerance.rtol) && { rtol: tolerance.rtol }),
    ...('atol' in tolerance && isSize(tolerance.atol) && { atol: tolerance.atol }),
    ...('equalNan' in tolerance && { equalNan: tolerance.equalNan === true }),
  };
}

export const ComparisonContext = createContext<ComparisonState | null>(null);

/** @throws outside the page of a comparison */
export function useComparison(): ComparisonState {
  return provided(useContext(ComparisonContext), 'comparison');
}
