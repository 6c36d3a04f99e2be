import { messageOf } from '../../engine/core/messageOf.ts';
import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import { elementCount, type Tensor } from '../../engine/core/tensor.ts';
import type { Steps } from '../../engine/core/steps.ts';
import { StatisticsScan, type TensorStatistics } from '../../engine/views/statistics.ts';
import { isPartOf, shapeOfPart, type TensorPart } from '../../engine/views/tensorPart.ts';
import { elementBytes, elementFormats } from '../../formats/common/element.ts';
import { readBlocks, readPart } from '../../formats/common/readPart.ts';
import { storedInMemory, type TensorStorage } from '../../formats/common/tensorStorage.ts';
import type { TensorEntry, TensorFile } from '../../formats/common/tensorFile.ts';
import { memoryBytesOf } from '../../formats/common/memoryBytes.ts';
import type { Context } from '../../protocol/channel.ts';
import { drive } from '../../protocol/drive.ts';
import type { PartBytes } from '../../protocol/tensorMessages.ts';
import { readEntry, refuseBeyondCap } from '../files/readEntry.ts';

/** Tensors of at most this many bytes are read whole for their statistics, which checks an archive's checksums. */
const wholeBytes = 1 << 24;

/** Reads parts of the tensors of a file, and their statistics, without reading a large tensor whole. */
export class TensorParts {
  /** The tensor of which a part was read last. It may hold what a compressed member was inflated to. */
  #last: { readonly file: TensorFile; readonly key: string; readonly stored: Promise<Result<TensorStorage>> } | null =
    null;

  async read(
    file: TensorFile,
    entry: TensorEntry,
    part: TensorPart,
    onlyIfDirect: boolean,
    { cancelled }: Pick<Context, 'cancelled'>,
  ): Promise<Result<PartBytes | null>> {
    if (!isPartOf(part, entry.shape)) return refuse('file', `${file.name} has changed. Open it again.`);
    const size = elementCount(shapeOfPart(part)) * elementBytes(entry.element);
    const admitted = refuseBeyondCap(file, entry, size);
    if (!admitted.ok) return admitted;
    const stored = await this.#locate(file, entry);
    if (!stored.ok) return stored;
    const { element, little, isDirect } = stored.value;
    if (onlyIfDirect && !isDirect) return ok(null);
    try {
      const bytes = await readPart(stored.value, part, cancelled);
      return bytes.ok ? ok({ element, little, bytes: bytes.value }) : bytes;
    } catch (error) {
      // The cap allows the part, but the memory is not available.
      return refuse('memory', `${file.name} could not be read: ${messageOf(error)}`);
    }
  }

  /** Computes the statistics of all elements, and lets the host do other work every few milliseconds. */
  async statistics(
    file: TensorFile,
    entry: TensorEntry,
    { cancelled, progress }: Pick<Context, 'cancelled' | 'progress'>,
  ): Promise<Result<TensorStatistics>> {
    const stored = await this.#forStatistics(file, entry);
    if (!stored.ok) return stored;
    const scan = new StatisticsScan(
      elementFormats[stored.value.element].dtype,
      elementFormats[entry.element].stored === 'integer',
    );
    const total = elementCount(entry.shape) * scan.passes;
    let done = 0;
    while (!scan.isDone) {
      for await (const block of readBlocks(stored.value)) {
        if (!block.ok) return block;
        const driven = await drive(addBlock(scan, block.value), {
          now: () => Date.now(),
          pause: () => new Promise((resolve) => setTimeout(resolve, 0)),
          cancelled,
          progress: () => undefined,
        });
        if (driven === null) return refuse('file', 'Cancelled.');
        done += block.value.length;
        progress({ stage: 'statistics', done, total });
      }
      scan.endPass();
    }
    return ok(scan.result());
  }

  async #forStatistics(file: TensorFile, entry: TensorEntry): Promise<Result<TensorStorage>> {
    if (memoryBytesOf(entry) > wholeBytes) {
      const last = this.#last;
      return await (last?.file === file && last.key === entry.key ? last.stored : locateWithinCap(file, entry));
    }
    const tensor = await readEntry(file, entry);
    return tensor.ok ? ok(storedInMemory(tensor.value)) : tensor;
  }

  #locate(file: TensorFile, entry: TensorEntry): Promise<Result<TensorStorage>> {
    const { key } = entry;
    if (this.#last?.file !== file || this.#last.key !== key) {
      this.#last = { file, key, stored: locateWithinCap(file, entry) };
    }
    return this.#last.stored;
  }
}

/** Locates a tensor. If it must be kept in memory to be read in parts, it may take as much memory as a whole tensor. */
async function locateWithinCap(file: TensorFile, entry: TensorEntry): Promise<Result<TensorStorage>> {
  const stored = await file.locate(entry);
  if (!stored.ok || stored.value.isDirect) return stored;
  const admitted = refuseBeyondCap(file, entry, memoryBytesOf(entry));
  return admitted.ok ? stored : admitted;
}

/** Elements between two progress steps; takes about a millisecond. */
const elementsPerStep = 50_000;

function* addBlock(scan: StatisticsScan, values: Tensor['data']): Steps<null> {
  for (let at = 0; at < values.length; at += elementsPerStep) {
    scan.add(values.subarray(at, at + elementsPerStep));
    yield { stage: 'statistics', done: at, total: values.length };
  }
  return null;
}
