import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import { type Shape, type Tensor, zeros } from '../../engine/core/tensor.ts';
import { wholePart } from '../../engine/views/tensorPart.ts';
import { countText } from '../common/amountText.ts';
import type { Beside, ByteSource } from '../common/byteSource.ts';
import { elementFormats } from '../common/element.ts';
import { quoted, shownName } from '../common/quoted.ts';
import { readPart } from '../common/readPart.ts';
import { readStrided } from '../common/readStrided.ts';
import { refuseMissing } from '../common/refuseMissing.ts';
import type { TensorEntry, TensorFile } from '../common/tensorFile.ts';
import { findEntry } from '../common/tensorPath.ts';
import { storedInMemory, type TensorStorage } from '../common/tensorStorage.ts';
import { readPickle } from '../pickle/readPickle.ts';
import { openPytorch } from '../pytorch/openPytorch.ts';
import { openArchive } from '../zip/openArchive.ts';
import { assembled, type StoredChunk } from './assembled.ts';
import {
  type CheckpointPlan,
  checkpointPlanOf,
  type PartPlace,
  type PlannedChunk,
  type PlannedTensor,
} from './checkpointPlan.ts';

/** Bytes from the beginning of a `.metadata` that name its class. */
const startBytes = 128;

/** The most files, each of which is opened. */
const maxFiles = 10_000;

/** The most pickled values that are looked into. */
const maxObjects = 1000;

/** Returns true for the name of a file with parts of a distributed checkpoint. */
export function isDistributedPart(name: string): boolean {
  return /\.distcp$/i.test(name);
}

/** Opens the distributed checkpoint that a file has parts of, by the `.metadata` beside it. */
export async function openDistributedPart(
  { name }: ByteSource,
  beside: Beside,
  wanted: string | null,
): Promise<Result<TensorFile>> {
  const lost = (why: string): Result<never> =>
    refuse(
      'file',
      `${name} is a part of a distributed checkpoint of PyTorch; where each tensor is stands in the file .metadata beside it, which cannot be read: ${why.replace(/\.$/, '')}.`,
    );
  const plan = await beside('.metadata');
  if (!plan.ok) return lost(plan.refusal.message);
  const file = await openDistributed(plan.value, beside, wanted);
  if (file === null) return lost('it is no plan of torch.distributed.checkpoint');
  return file.ok ? ok({ ...file.value, name }) : file;
}

/**
 * Opens a checkpoint of torch.distributed.checkpoint (FSDP, tensor parallel, Megatron) by its `.metadata`: the tensors of all
 * processes as one file, each put together from the boxes that the processes saved. A file that is missing is named with the
 * number of its tensors, and all others stay readable. If the tensor `wanted` is asked for, only its files are opened. Null if
 * the pickle is something else.
 */
export async function openDistributed(
  source: ByteSource,
  beside: Beside,
  wanted: string | null,
): Promise<Result<TensorFile> | null> {
  const start = await source.read(0, Math.min(source.size, startBytes));
  if (!start.ok) return start;
  if (!namesPlan(new Uint8Array(start.value))) return null;
  const read = await readPickle(source);
  if (!read.ok) return read;
  const whole = checkpointPlanOf(read.value.value);
  if (whole === null) return null;
  const { name } = source;
  const plan = planOf(whole, wanted);
  const files = await openFiles(plan, beside, name);
  if (!files.ok) return files;
  const leftOut = plan.unreadable.map(([key, why]) => `${shownName(key)}: ${why}`);
  const tensors = new Map<string, PlannedTensor>();
  const lost = new Map<string, string[]>();
  for (const tensor of plan.tensors) {
    const fault = tensor.chunks.map(({ place }) => place).find(({ file }) => !files.value.get(file)?.ok);
    if (fault === undefined) tensors.set(tensor.key, tensor);
    else lost.set(fault.file, [...(lost.get(fault.file) ?? []), tensor.key]);
  }
  for (const [file, keys] of lost) leftOut.push(lostFile(file, keys, files.value));
  const parts = new Parts(files.value);
  const inner = await openObjects(plan, parts);
  if (tensors.size === 0 && inner.entries.size === 0) {
    const why = [...leftOut, ...inner.leftOut][0] ?? 'it lists none';
    return refuse('file', `${name} has no readable tensor: ${why.replace(/\.$/, '')}.`);
  }
  const locate = async (entry: TensorEntry): Promise<Result<TensorStorage>> => {
    const found = inner.entries.get(entry.key);
    if (found !== undefined) return await found.file.locate(found.entry);
    const tensor = tensors.get(entry.key);
    return tensor === undefined ? refuseMissing(name, entry.key) : await locateTensor(tensor, parts, name);
  };
  return ok({
    format: 'distributed',
    name,
    entries: [
      ...[...tensors.values()].map(({ key, element, shape }): TensorEntry => ({ key, element, shape })),
      ...[...inner.entries].map(([key, { entry }]) => ({ ...entry, key })),
    ],
    leftOut: [...leftOut, ...inner.leftOut],
    layers: [],
    read: async (entry) => {
      const found = inner.entries.get(entry.key);
      return found === undefined ? await readWhole(await locate(entry)) : await found.file.read(found.entry);
    },
    locate,
  });
}

/** Returns true if a pickle begins with the name of a class of a distributed checkpoint's plan. */
function namesPlan(start: Uint8Array): boolean {
  return /\b(?:torch\.distributed|megatron)[\w.]*checkpoint/.test(String.fromCharCode(...start));
}

/** Returns the plan, or what it says of the tensor `wanted` alone if it has it. */
function planOf(plan: CheckpointPlan, wanted: string | null): CheckpointPlan {
  const tensors = plan.tensors.filter(({ key }) => key === wanted);
  return tensors.length === 0 ? plan : { tensors, objects: [], unreadable: [] };
}

/** Opens the files that a plan names. A file that cannot be opened, or has fewer bytes than the plan says, is a refusal. */
async function openFiles(
  { tensors, objects }: CheckpointPlan,
  beside: Beside,
  name: string,
): Promise<Result<ReadonlyMap<string, Result<ByteSource>>>> {
  const places = [
    ...tensors.flatMap(({ chunks }) => chunks.map(({ place }) => place)),
    ...objects.map(({ place }) => place),
  ];
  const ends = new Map<string, { end: number; sum: number }>();
  for (const { file, from, length } of places) {
    const { end, sum } = ends.get(file) ?? { end: 0, sum: 0 };
    ends.set(file, { end: Math.max(end, from + length), sum: sum + length });
  }
  if (ends.size > maxFiles) return refuse('file', `${name} names ${ends.size} files; at most ${maxFiles} can be read.`);
  const files = new Map<string, Result<ByteSource>>();
  for (const [file, { end, sum }] of ends) {
    const source = await beside(file);
    files.set(file, source.ok ? checkSize(source.value, end, sum) : source);
  }
  return ok(files);
}

function checkSize(source: ByteSource, end: number, sum: number): Result<ByteSource> {
  const { name, size } = source;
  if (end > size) {
    return refuse(
      'file',
      `${name} is cut off: its last part ends at byte ${end}, the file at byte ${size}; copy or download it again.`,
    );
  }
  // Parts that share bytes could be put together to more than the files hold.
  return sum > size ? refuse('file', `${name} has parts that share bytes.`) : ok(source);
}

/** The most keys that a line names. */
const maxNamed = 3;

function lostFile(file: string, keys: readonly string[], files: ReadonlyMap<string, Result<ByteSource>>): string {
  const source = files.get(file);
  const why = source?.ok === false ? source.refusal.message.replace(/\.$/, '') : 'it is not there';
  const named = keys.slice(0, maxNamed).map(shownName).join(', ');
  return `${shownName(file)}: ${countText(keys.length, 'tensor')}, ${named}${keys.length > maxNamed ? ', …' : ''}, cannot be read: ${why}`;
}

/** The parts of a checkpoint, each a file of torch.save, opened when they are asked for. */
class Parts {
  readonly #files: ReadonlyMap<string, Result<ByteSource>>;
  readonly #open = new Map<PartPlace, Promise<Result<TensorFile>>>();

  constructor(files: ReadonlyMap<string, Result<ByteSource>>) {
    this.#files = files;
  }

  open(place: PartPlace): Promise<Result<TensorFile>> {
    const opened = this.#open.get(place) ?? this.#opened(place);
    this.#open.set(place, opened);
    return opened;
  }

  async #opened({ file, from, length }: PartPlace): Promise<Result<TensorFile>> {
    const source = this.#files.get(file);
    if (source?.ok !== true) return source ?? refuseMissing(file, '');
    const whole = source.value;
    const { name } = whole;
    const part: ByteSource = { name, size: length, read: (at, count) => whole.read(from + at, count) };
    const archive = await openArchive(part);
    if (!archive.ok) return archive;
    const pickle = [...archive.value.keys()].find((path) => /(^|\/)data\.pkl$/.test(path));
    return pickle === undefined
      ? refuse('file', `${name} has a part at byte ${from} that is no file of torch.save.`)
      : await openPytorch(archive.value, pickle, name);
  }
}

/** Looks into the pickled values of a checkpoint, for tensors and for what else they are. */
async function openObjects(
  { objects }: CheckpointPlan,
  parts: Parts,
): Promise<{
  readonly entries: ReadonlyMap<string, { readonly file: TensorFile; readonly entry: TensorEntry }>;
  readonly leftOut: readonly string[];
}> {
  const entries = new Map<string, { readonly file: TensorFile; readonly entry: TensorEntry }>();
  const leftOut: string[] = [];
  for (const { key, place } of objects.slice(0, maxObjects)) {
    const file = await parts.open(place);
    if (!file.ok) {
      leftOut.push(`${shownName(key)}: ${file.refusal.message.replace(/\.$/, '')}`);
      continue;
    }
    for (const entry of file.value.entries) {
      entries.set(entry.key === '' ? key : `${key}.${entry.key}`, { file: file.value, entry });
    }
    leftOut.push(
      ...file.value.leftOut.map((line) => `${shownName(key)}${/^[^\s:]+: /.test(line) ? '.' : ': '}${line}`),
    );
  }
  if (objects.length > maxObjects) {
    leftOut.push(`${countText(objects.length - maxObjects, 'more value')}, which are not looked into`);
  }
  return { entries, leftOut };
}

/** Finds the elements of a tensor in its chunks. */
async function locateTensor(
  { key, element, shape, chunks }: PlannedTensor,
  parts: Parts,
  name: string,
): Promise<Result<TensorStorage>> {
  const fault = (why: string): Result<never> => refuse('file', `${name}: ${quoted(key)} cannot be read: ${why}.`);
  if (chunks.some((chunk, i) => chunks.slice(i + 1).some((other) => overlap(chunk, other))))
    return fault('two of its chunks have the same elements');
  const stored: StoredChunk[] = [];
  for (const { offsets, sizes, place } of chunks) {
    const part = await parts.open(place);
    if (!part.ok) return fault(part.refusal.message.replace(/\.$/, ''));
    const entry = findEntry(part.value, null);
    if (!entry.ok || entry.value.element !== element || entry.value.shape.join() !== sizes.join())
      return fault(`its chunk from ${indexText(offsets)} on is not a ${element} tensor of shape ${indexText(sizes)}`);
    const located = await part.value.locate(entry.value);
    if (!located.ok) return located;
    stored.push({ offsets, stored: located.value });
  }
  const [first, ...others] = stored;
  if (first === undefined) return ok(storedInMemory(zeros(elementFormats[element].dtype, shape)));
  if (others.length === 0) return ok(first.stored);
  return others.every(({ stored: { little } }) => little === first.stored.little)
    ? ok(assembled(shape, [first, ...others]))
    : fault('its chunks are of different byte orders');
}

function indexText(index: Shape): string {
  return `(${index.join(', ')})`;
}

function overlap(a: PlannedChunk, b: PlannedChunk): boolean {
  return a.offsets.every((offset, axis) => {
    const [from, size, other] = [b.offsets[axis] as number, a.sizes[axis] as number, b.sizes[axis] as number];
    return offset < from + other && from < offset + size;
  });
}

/** Reads all elements of a stored tensor. */
async function readWhole(stored: Result<TensorStorage>): Promise<Result<Tensor>> {
  if (!stored.ok) return stored;
  const { element, little, shape } = stored.value;
  const bytes = await readPart(stored.value, wholePart(shape));
  return bytes.ok ? ok(readStrided(bytes.value, { element, little, shape })) : bytes;
}
