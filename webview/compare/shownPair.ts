import { ok, type Result } from '../../src/engine/core/refusal.ts';
import { elementCount, type Shape, type Tensor } from '../../src/engine/core/tensor.ts';
import { leadingAxes } from '../../src/engine/views/plane.ts';
import { shapeOfPart } from '../../src/engine/views/tensorPart.ts';
import type { EntryPair } from '../../src/formats/differences/pairEntries.ts';
import type { Channel } from '../../src/protocol/channel.ts';
import type { PairComparison } from '../../src/protocol/tensorMessages.ts';
import type { TaskContext } from '../store/latestTask.ts';
import { clampIndices } from '../viewer/tensor/clampIndices.ts';
import { type DrawnWindow, type WindowCorner, windowOf, windowPart } from './drawnWindow.ts';
import { readComparedPart, type WantedPart } from './readComparedPart.ts';

/** A selected pair, and the comparison of its tensors. */
export interface ComparedPair {
  /** The number of the pair. */
  readonly index: number;
  readonly pair: EntryPair;
  /** Null if the pair has one tensor only, or tensors of two shapes. */
  readonly compared: PairComparison | null;
}

/** A pair to read: an index for each axis before the last two, and the place of the window. */
export interface PlacedPair extends ComparedPair {
  readonly at: readonly number[];
  readonly corner: WindowCorner;
}

/** One tensor of the pair on the page: what was read of it, and the window of the plane that is drawn. */
export interface ShownSide {
  readonly shape: Shape;
  /** An index for each axis before the last two. */
  readonly leading: readonly number[];
  readonly window: DrawnWindow;
  /** The elements of the window, or the whole of a small tensor. */
  readonly tensor: Tensor;
}

/** The pair on the page. */
export interface ShownPair extends ComparedPair {
  readonly a: ShownSide | null;
  readonly b: ShownSide | null;
}

/** Reads what is drawn of a pair, and keeps the part of each tensor that was read last. */
interface ShownPairReader {
  /** Reads the windows of both tensors of a pair, with progress in elements. */
  read(placed: PlacedPair, context: TaskContext): Promise<Result<ShownPair>>;
  /** Forgets what was read, because the files have changed. */
  forget(): void;
}

/** The part of a tensor that was read last. */
interface LastRead {
  readonly entry: WantedPart['entry'];
  /** The part, as JSON. */
  readonly part: string;
  readonly tensor: Tensor;
}

export function createShownPairReader(host: Channel): ShownPairReader {
  const lastRead = new Map<'a' | 'b', LastRead>();
  /** Reads a part of a tensor, unless it is the one on the page: the planes of a small tensor are all there. */
  const readSide = async (
    wanted: WantedPart,
    context: TaskContext,
    report: (elements: number) => void,
  ): Promise<Result<Tensor>> => {
    const last = lastRead.get(wanted.side);
    const part = JSON.stringify(wanted.part);
    if (last?.entry === wanted.entry && last.part === part) return ok(last.tensor);
    const read = await readComparedPart(host, wanted, context, report);
    if (read.ok && context.isCurrent()) lastRead.set(wanted.side, { entry: wanted.entry, part, tensor: read.value });
    return read;
  };
  return {
    forget: () => lastRead.clear(),
    read: async ({ at, corner, ...of }, context) => {
      const wanted = (['a', 'b'] as const).flatMap((side) => {
        const entry = of.pair[side];
        if (entry === null) return [];
        const window = windowOf(entry.shape, corner);
        const leading = clampIndices(at, leadingAxes(entry.shape));
        return [{ pair: of.index, side, entry, window, leading, part: windowPart(entry.shape, leading, window) }];
      });
      const total = wanted.reduce((sum, { part }) => sum + elementCount(shapeOfPart(part)), 0);
      let done = 0;
      const sides: { a: ShownSide | null; b: ShownSide | null } = { a: null, b: null };
      for (const { window, leading, ...part } of wanted) {
        const tensor = await readSide(part, context, (elements) => {
          done += elements;
          context.onStep({ stage: 'read', done, total });
        });
        if (!tensor.ok) return tensor;
        sides[part.side] = { shape: part.entry.shape, leading, window, tensor: tensor.value };
      }
      return ok({ ...of, ...sides });
    },
  };
}
