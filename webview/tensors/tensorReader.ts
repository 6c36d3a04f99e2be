import { batch, computed, type ReadonlySignal, signal } from '@preact/signals';
import { assertNever } from '../../src/engine/core/assertNever.ts';
import { ok, refuse, type Result } from '../../src/engine/core/refusal.ts';
import { elementCount, type Shape, type Tensor } from '../../src/engine/core/tensor.ts';
import { matrixAxes, type PictureAxes, picturePart, thinnedPart } from '../../src/engine/views/pictureAxes.ts';
import { blocksOf, shapeOfPart, type TensorPart, wholePart } from '../../src/engine/views/tensorPart.ts';
import { elementBytes, type ElementName } from '../../src/formats/common/element.ts';
import { readStrided } from '../../src/formats/common/readStrided.ts';
import type { TensorEntry } from '../../src/formats/common/tensorFile.ts';
import type { Channel, Pending } from '../../src/protocol/channel.ts';
import { type PartBytes, readPartRequest } from '../../src/protocol/tensorMessages.ts';
import { LatestTask, type TaskContext } from '../store/latestTask.ts';
import type { Viewer } from '../store/viewer.ts';
import { clampIndex } from '../viewer/tensor/clampIndices.ts';
import { isUnit, sizeOfEntry } from './picture.ts';
import { TensorCache } from './tensorCache.ts';

/** A picture of a tensor: the axes and the indices, and a part of the tensor that has all of the picture's elements. */
export interface VisibleTensor {
  readonly entry: TensorEntry;
  readonly axes: PictureAxes;
  readonly indices: readonly number[];
  readonly part: TensorPart;
  /** The numbers of the part, in the part's shape. */
  readonly tensor: Tensor;
}

/** How much of a picture has been read, in bytes. */
export interface ReadProgress {
  readonly done: number;
  readonly total: number;
}

/** The phase of the selected tensor. A preview has some of the rows and columns of a picture. */
export type TensorPhase =
  | { readonly kind: 'none'; readonly preview: VisibleTensor | null }
  | { readonly kind: 'reading'; readonly progress: ReadProgress | null; readonly preview: VisibleTensor | null }
  /** `isReading` is true, and `progress` may be known, while the next picture of the same tensor is read. */
  | {
      readonly kind: 'shown';
      readonly shown: VisibleTensor;
      readonly isReading: boolean;
      readonly progress: ReadProgress | null;
    }
  | { readonly kind: 'refused'; readonly message: string };

/** A picture to read. */
export interface PictureRequest {
  readonly entry: TensorEntry;
  readonly axes: PictureAxes;
  /** If true and the values are not all from 0 to 1, the last two axes are shown instead. */
  readonly ifUnit: boolean;
  readonly indices: readonly number[];
  /** Where the cursor goes, as a row and a column; null if it stays. */
  readonly cell: { readonly row: number; readonly column: number } | null;
}

/** Reads the pictures of a file's tensors, one at a time, and caches the last ones. */
export interface TensorReader {
  readonly phase: ReadonlySignal<TensorPhase>;
  /** Shows a picture from the cache, or else reads it. Another picture that is still being read is dropped. */
  readonly show: (request: PictureRequest) => void;
  /** Stops reading because the user cancels. */
  readonly stop: () => void;
  /** Reads the picture whose reading was stopped. */
  readonly resume: () => void;
  /** Shows nothing. */
  readonly leave: () => void;
  /** Clears the cache, because the file has changed. */
  readonly forget: () => void;
}

/** A tensor of at most this many bytes is read whole, so that every one of its pictures is there at once. */
const wholeBytes = 4_000_000;
/** A part of more bytes than this has a preview: VS Code takes about 100 ms for each megabyte of a message. */
const previewedBytes = 1_000_000;
/** Bytes that are read at a time of a larger picture. */
const blockBytes = 4_000_000;
/** Most rows and columns of a preview. */
const previewSide = 360;
/** Blocks that are requested at the same time: the host reads one while another is on its way. */
const mostPending = 2;

/** @param settled is called with the axes of every picture that is shown */
export function createTensorReader(
  host: Channel,
  { cursor, viewports, messages }: Viewer,
  settled: (shown: VisibleTensor) => void,
): TensorReader {
  const cache = new TensorCache<Tensor>();
  const visible = signal<VisibleTensor | null>(null);
  const preview = signal<VisibleTensor | null>(null);
  let last: PictureRequest | null = null;
  const open = new Set<Pending<Result<PartBytes | null>>>();

  const readBytes = async (key: string, part: TensorPart, onlyIfDirect: boolean): Promise<Result<PartBytes | null>> => {
    const pending = host.call(readPartRequest, { key, part, onlyIfDirect });
    open.add(pending);
    const reply = await pending.reply;
    open.delete(pending);
    return reply.ok ? reply.value : refuse('file', reply.error);
  };
  const readWhole = async (key: string, part: TensorPart): Promise<Result<Tensor>> => {
    const read = await readBytes(key, part, false);
    if (!read.ok) return read;
    return read.value === null ? refuse('file', 'Nothing was read.') : ok(numbersOf(read.value, shapeOfPart(part)));
  };
  /** Reads a large part in blocks, after a preview of the picture if it is worth one. */
  const readBlocks = async (
    { entry, axes, indices }: PictureRequest,
    part: TensorPart,
    isCurrent: () => boolean,
    report: (done: number, total: number) => void,
  ): Promise<Result<Tensor>> => {
    const { key, element } = entry;
    const thin = thinnedPart(picturePart(entry.shape, axes, indices), axes, previewSide);
    // While another picture of the tensor is shown, a preview would take its place for the time of one block.
    const isShort = visible.peek() !== null && bytesOf(part, element) <= blockBytes;
    if (!isShort && 2 * bytesOf(thin, element) <= bytesOf(part, element)) {
      const sampled = await readBytes(key, thin, true);
      if (!sampled.ok) return sampled;
      if (sampled.value !== null && isCurrent()) {
        preview.value = { entry, axes, indices, part: thin, tensor: numbersOf(sampled.value, shapeOfPart(thin)) };
      }
    }
    const shape = shapeOfPart(part);
    const blocks = [...blocksOf(part, Math.floor(blockBytes / elementBytes(element)))];
    let joined: Uint8Array<ArrayBuffer> | null = null;
    let format: Pick<PartBytes, 'element' | 'little'> = { element, little: true };
    let at = 0;
    const asked: Promise<Result<PartBytes | null>>[] = [];
    for (const [i] of blocks.entries()) {
      for (const ahead of blocks.slice(asked.length, i + mostPending)) asked.push(readBytes(key, ahead, false));
      const block = await (asked[i] as Promise<Result<PartBytes | null>>);
      if (!block.ok) return block;
      if (block.value === null || !isCurrent()) return refuse('file', 'Cancelled.');
      format = block.value;
      joined ??= new Uint8Array(elementCount(shape) * elementBytes(format.element));
      joined.set(new Uint8Array(block.value.bytes), at);
      at += block.value.bytes.byteLength;
      report(at, joined.length);
    }
    return ok(numbersOf({ ...format, bytes: (joined ?? new Uint8Array(0)).buffer }, shape));
  };
  const task = new LatestTask<PictureRequest, VisibleTensor>({
    abort: () => {
      for (const pending of open) pending.cancel();
      open.clear();
    },
    work: async (request, context) => {
      const read = await readPicture(request, context);
      return read.ok ? read : { ok: false, reason: 'failed', error: read.refusal.message };
    },
    settle: (read, request) => put(read, request),
  });
  const readPicture = async (request: PictureRequest, context: TaskContext): Promise<Result<VisibleTensor>> => {
    const { entry, axes, indices, ifUnit } = request;
    const part = partFor(request);
    const read = await readTensor(request, part, context);
    if (!read.ok) return read;
    if (ifUnit && !isUnit(read.value.data)) return await readPicture(plainRequest(request), context);
    return ok({ entry, axes, indices, part, tensor: read.value });
  };
  const readTensor = async (
    request: PictureRequest,
    part: TensorPart,
    { isCurrent, onStep }: TaskContext,
  ): Promise<Result<Tensor>> => {
    const { key, element } = request.entry;
    const cached = cache.get(cacheKey(key, part));
    if (cached !== undefined) return ok(cached);
    const isLarge = bytesOf(part, element) > previewedBytes;
    const report = (done: number, total: number): void => onStep({ stage: 'read', done, total });
    const read = await (isLarge ? readBlocks(request, part, isCurrent, report) : readWhole(key, part));
    if (read.ok && isCurrent()) cache.set(cacheKey(key, part), read.value, read.value.data.byteLength);
    return read;
  };
  const put = (next: VisibleTensor, { cell }: PictureRequest): void => {
    const before = visible.peek();
    batch(() => {
      // The viewports are kept only for a picture of the same axes of a tensor of the same shape.
      if (before === null || pictureShape(before) !== pictureShape(next)) viewports.all.value = {};
      const { rows, columns } = next.axes;
      const sizeOf = (axis: number | null): number => (axis === null ? 1 : (next.entry.shape[axis] ?? 1));
      const { y, x } = cursor.peek();
      cursor.value = {
        n: 0,
        c: 0,
        term: 0,
        y: clampIndex(cell?.row ?? y, sizeOf(rows)),
        x: clampIndex(cell?.column ?? x, sizeOf(columns)),
      };
      preview.value = null;
      visible.value = next;
      settled(next);
    });
  };
  const leave = (): void => {
    visible.value = null;
    preview.value = null;
    task.drop();
  };
  const show = (request: PictureRequest): void => {
    last = request;
    const { entry, axes, indices, ifUnit } = request;
    const part = partFor(request);
    const cached = cache.get(cacheKey(entry.key, part));
    if (cached !== undefined && ifUnit && !isUnit(cached.data)) {
      show(plainRequest(request));
      return;
    }
    if (cached !== undefined) {
      task.drop();
      put({ entry, axes, indices, part, tensor: cached }, request);
      return;
    }
    batch(() => {
      const before = visible.peek();
      // The picture before stays until the next one of the same tensor has been read.
      if (before?.entry.key !== request.entry.key) visible.value = null;
      preview.value = null;
      void task.start(request);
    });
  };
  return {
    phase: computed((): TensorPhase => {
      const now = task.phase.value;
      switch (now.kind) {
        case 'computing': {
          const progress = now.step && { done: now.step.done, total: now.step.total };
          const shown = visible.value;
          if (shown !== null && preview.value === null) return { kind: 'shown', shown, isReading: true, progress };
          return { kind: 'reading', progress, preview: preview.value };
        }
        case 'failed':
          return { kind: 'refused', message: now.error };
        case 'idle':
        case 'cancelled': {
          const shown = visible.value;
          if (shown === null) return { kind: 'none', preview: preview.value };
          return { kind: 'shown', shown, isReading: false, progress: null };
        }
        default:
          return assertNever(now, 'phase');
      }
    }),
    show,
    stop: () => {
      if (task.phase.peek().kind !== 'computing') return;
      task.drop();
      // The choices go back to the picture that stays.
      if (visible.peek() !== null) settled(visible.peek() as VisibleTensor);
      messages.announce('Cancelled.');
    },
    resume: () => {
      if (last !== null) show(last);
    },
    leave,
    forget: () => cache.clear(),
  };
}

function bytesOf(part: TensorPart, element: ElementName): number {
  return elementCount(shapeOfPart(part)) * elementBytes(element);
}

function numbersOf({ element, little, bytes }: PartBytes, shape: Shape): Tensor {
  return readStrided(bytes, { element, little, shape });
}

/** Returns the part to read for a picture: the picture's elements, or the whole of a small tensor. */
function partFor({ entry, axes, indices }: PictureRequest): TensorPart {
  return sizeOfEntry(entry) <= wholeBytes ? wholePart(entry.shape) : picturePart(entry.shape, axes, indices);
}

function plainRequest(request: PictureRequest): PictureRequest {
  return { ...request, axes: matrixAxes(request.entry.shape), ifUnit: false };
}

/** The whole of a small tensor has one key for all of its pictures. */
function cacheKey(key: string, part: TensorPart): string {
  return JSON.stringify([key, part]);
}

function pictureShape({ entry, axes }: VisibleTensor): string {
  return JSON.stringify([entry.shape, axes]);
}
