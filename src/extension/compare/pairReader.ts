import { indexAt } from '../../engine/core/flatIndex.ts';
import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import { elementCount } from '../../engine/core/tensor.ts';
import { isPartOf, shapeOfPart, type TensorPart } from '../../engine/views/tensorPart.ts';
import { elementBytes } from '../../formats/common/element.ts';
import { readPart } from '../../formats/common/readPart.ts';
import type { TensorEntry } from '../../formats/common/tensorFile.ts';
import type { TensorStorage } from '../../formats/common/tensorStorage.ts';
import { compareAll } from '../../formats/differences/compareAll.ts';
import { compareStored, nextStoredMismatch, type Pacing } from '../../formats/differences/compareStored.ts';
import { type FilePair, type PairDifference, storedOptionsOf } from '../../formats/differences/comparePair.ts';
import { type EntryPair, isComparable, shapeOfPair } from '../../formats/differences/pairEntries.ts';
import { locateForComparison, readElement, type StoredPair } from '../../formats/differences/storedPair.ts';
import type { MemoryCheck } from '../../formats/readTensorAsNpy.ts';
import type { Context } from '../../protocol/channel.ts';
import { drive } from '../../protocol/drive.ts';
import type { PairComparison, PairQuestion, PartBytes } from '../../protocol/tensorMessages.ts';
import { formatBytes } from '../../scenario/text/format.ts';
import { readSettings } from '../shared/settings.ts';

type Question = Pick<Context, 'cancelled' | 'progress'>;
type Learn = (differences: readonly (readonly [pair: number, difference: PairDifference])[]) => void;

/** Time between two messages of a long comparison, in milliseconds. */
const tellMilliseconds = 100;

/** Compares the tensors of two open files, and reads parts of them, without holding a large tensor. */
export class PairReader {
  readonly pairs: readonly EntryPair[];
  readonly #files: FilePair;
  /** The tensors that were read last; the one of each side may be kept in memory. */
  readonly #last = new Map<
    'a' | 'b',
    { readonly entry: TensorEntry; readonly stored: Promise<Result<TensorStorage>> }
  >();

  constructor(files: FilePair, pairs: readonly EntryPair[]) {
    this.#files = files;
    this.pairs = pairs;
  }

  /** Compares all pairs; `learn` receives the differences as they become known. */
  async compareAll(
    tolerance: PairQuestion['tolerance'],
    learn: Learn,
    context: Question,
  ): Promise<Result<readonly (readonly [pair: number, key: string])[]>> {
    const total = this.pairs.reduce((sum, pair) => sum + (isComparable(pair) ? elementCount(shapeOfPair(pair)) : 0), 0);
    let found: (readonly [number, PairDifference])[] = [];
    let told = Date.now();
    const tell = (done: number): void => {
      if (found.length > 0) learn(found);
      found = [];
      told = Date.now();
      context.progress({ stage: 'compare', done, total });
    };
    const tellSoon = (done: number): void => {
      if (Date.now() - told >= tellMilliseconds) tell(done);
    };
    const options = { tolerance, admit, pacing: pacingOf(context, tellSoon) };
    const twins = await compareAll(this.pairs, this.#files, options, (index, difference) => {
      found.push([index, difference]);
    });
    tell(total);
    return twins.ok ? ok([...twins.value]) : twins;
  }

  /** Compares the two tensors of a pair. */
  async compare({ pair, tolerance }: PairQuestion, context: Question): Promise<Result<PairComparison>> {
    const found = await this.#locateBoth(pair);
    if (!found.ok) return found;
    const { a, b, stored } = found.value;
    const options = storedOptionsOf(a, b, tolerance);
    // A comparison makes three passes.
    const total = 3 * elementCount(a.shape);
    const report = (done: number): void => context.progress({ stage: 'compare', done, total });
    const compared = await compareStored(stored, options, pacingOf(context, report));
    if (!compared.ok) return compared;
    const worstValues: (readonly [number, number])[] = [];
    for (const { at } of compared.value.worst) {
      const index = indexAt(a.shape, at);
      const [one, other] = [await readElement(stored.a, index), await readElement(stored.b, index)];
      if (!one.ok) return one;
      if (!other.ok) return other;
      worstValues.push([one.value, other.value]);
    }
    return ok({ comparison: compared.value, worstValues, ulp: options.ulp });
  }

  /** Returns the flat index of the next or the previous mismatch; null if there is none. */
  async nextMismatch(
    { pair, tolerance }: PairQuestion,
    from: number,
    by: 1 | -1,
    context: Question,
  ): Promise<Result<number | null>> {
    const found = await this.#locateBoth(pair);
    if (!found.ok) return found;
    const { a, b, stored } = found.value;
    const pacing = pacingOf(context, () => undefined);
    return await nextStoredMismatch(stored, storedOptionsOf(a, b, tolerance).tolerance, from, by, pacing);
  }

  /** Reads a part of one tensor of a pair. */
  async read(
    { pair, side, part }: { readonly pair: number; readonly side: 'a' | 'b'; readonly part: TensorPart },
    { cancelled }: Question,
  ): Promise<Result<PartBytes>> {
    const entry = this.pairs[pair]?.[side] ?? null;
    if (entry === null || !isPartOf(part, entry.shape)) return changedFile;
    const admitted = admit(elementCount(shapeOfPart(part)) * elementBytes(entry.element));
    if (!admitted.ok) return admitted;
    const stored = await this.#locate(side, entry);
    if (!stored.ok) return stored;
    const bytes = await readPart(stored.value, part, cancelled);
    const { element, little } = stored.value;
    return bytes.ok ? ok({ element, little, bytes: bytes.value }) : bytes;
  }

  async #locateBoth(
    pair: number,
  ): Promise<Result<{ readonly a: TensorEntry; readonly b: TensorEntry; readonly stored: StoredPair }>> {
    const found = this.pairs[pair];
    if (found === undefined || !isComparable(found)) return changedFile;
    const { a, b } = found;
    const one = await this.#locate('a', a);
    if (!one.ok) return one;
    const other = await this.#locate('b', b);
    return other.ok ? ok({ a, b, stored: { a: one.value, b: other.value } }) : other;
  }

  #locate(side: 'a' | 'b', entry: TensorEntry): Promise<Result<TensorStorage>> {
    const last = this.#last.get(side);
    if (last?.entry === entry) return last.stored;
    const stored = locateForComparison(this.#files[side], entry, admit);
    this.#last.set(side, { entry, stored });
    return stored;
  }
}

const changedFile = refuse('file', 'The files have changed. Compare them again.');

const admit: MemoryCheck = (bytes) => {
  const { memoryCap } = readSettings();
  return bytes <= memoryCap
    ? ok(null)
    : refuse(
        'memory',
        `The tensor takes ${formatBytes(bytes)} of memory, which exceeds the memory cap of ${formatBytes(memoryCap)} (setting convt.memoryCap).`,
      );
};

/** The longest time, in milliseconds, for which the host does nothing else. */
const sliceMilliseconds = 12;

/** Lets the host do other work every few milliseconds. `report` receives the number of elements compared so far. */
function pacingOf({ cancelled }: Question, report: (done: number) => void): Pacing {
  let done = 0;
  let rested = Date.now();
  const pause = async (): Promise<void> => {
    await new Promise<void>((resolve) => setTimeout(resolve, 0));
    rested = Date.now();
  };
  return {
    run: (steps) => drive(steps, { now: () => Date.now(), pause, cancelled, progress: () => undefined }),
    rest: async () => {
      report(done);
      if (Date.now() - rested >= sliceMilliseconds) await pause();
    },
    report: (elements) => {
      done += elements;
      report(done);
    },
  };
}
