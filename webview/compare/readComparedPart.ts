import { ok, refuse, type Result } from '../../src/engine/core/refusal.ts';
import { elementCount, type Tensor } from '../../src/engine/core/tensor.ts';
import { blocksOf, shapeOfPart, type TensorPart } from '../../src/engine/views/tensorPart.ts';
import { elementBytes } from '../../src/formats/common/element.ts';
import { readStrided } from '../../src/formats/common/readStrided.ts';
import type { TensorEntry } from '../../src/formats/common/tensorFile.ts';
import type { Channel } from '../../src/protocol/channel.ts';
import { type PartBytes, readComparedRequest } from '../../src/protocol/tensorMessages.ts';
import type { TaskContext } from '../store/latestTask.ts';

/** Bytes that are read at a time: VS Code takes about 100 ms for each megabyte of a message. */
const blockBytes = 1_000_000;

/** A part of a tensor to read. */
export interface WantedPart {
  readonly pair: number;
  readonly side: 'a' | 'b';
  readonly entry: TensorEntry;
  readonly part: TensorPart;
}

/** Reads a part of a tensor of a comparison in blocks; `report` receives the number of elements of each. */
export async function readComparedPart(
  host: Channel,
  { pair, side, entry, part }: WantedPart,
  { isCurrent }: Pick<TaskContext, 'isCurrent'>,
  report: (elements: number) => void,
): Promise<Result<Tensor>> {
  const shape = shapeOfPart(part);
  let format: Pick<PartBytes, 'element' | 'little'> = { element: entry.element, little: true };
  let joined: Uint8Array<ArrayBuffer> | null = null;
  let at = 0;
  for (const block of blocksOf(part, Math.floor(blockBytes / elementBytes(entry.element)))) {
    if (!isCurrent()) return refuse('file', 'Cancelled.');
    const reply = await host.call(readComparedRequest, { pair, side, part: block }).reply;
    if (!reply.ok) return refuse('file', reply.error);
    if (!reply.value.ok) return reply.value;
    const { bytes, element, little } = reply.value.value;
    format = { element, little };
    // The element type in memory may be wider than in the file.
    joined ??= new Uint8Array(elementCount(shape) * elementBytes(element));
    joined.set(new Uint8Array(bytes), at);
    at += bytes.byteLength;
    report(elementCount(shapeOfPart(block)));
  }
  return ok(readStrided((joined ?? new Uint8Array(0)).buffer, { ...format, shape }));
}
