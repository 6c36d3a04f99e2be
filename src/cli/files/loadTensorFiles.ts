import { channelsFirst, channelsFirstShape } from '../../dialects/channelsFirst.ts';
import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import type { Shape } from '../../engine/core/tensor.ts';
import { arithmeticDType, type ProfileId } from '../../engine/precision/profiles.ts';
import type { Beside, ByteSource } from '../../formats/common/byteSource.ts';
import type { ElementName } from '../../formats/common/element.ts';
import { readNpy } from '../../formats/npy/readNpy.ts';
import { writeNpy } from '../../formats/npy/writeNpy.ts';
import { findTensorEntry, type NpyOfTensor, readTensorAsNpy, readShapeAsNpy } from '../../formats/readTensorAsNpy.ts';
import { tensorPathOf } from '../../formats/common/tensorPath.ts';
import { dtypeOfElement } from '../../scenario/document/dtypeOfElement.ts';
import {
  filePathsOf,
  type FileShapes,
  type NpyByPath,
  type ReadFiles,
  shapeOfFile,
} from '../../scenario/document/filesByPath.ts';
import type { Scenario } from '../../scenario/document/scenario.ts';
import { withFileSources } from './fileSources.ts';
import { refuseLarger } from './refuseLarger.ts';

/**
 * Reads the tensors that a scenario names. Each is returned as the bytes of a `.npy` file. Refuses a tensor, or a file
 * that must be read whole, of more than `limit` bytes. The tensors of the files in `channelsLast` are turned from (N, H, W, C)
 * to (N, C, H, W).
 */
export async function loadTensorFiles(
  scenario: Scenario,
  limit: number,
  channelsLast: ReadonlySet<string> = new Set(),
): Promise<Result<NpyByPath>> {
  const read = await readScenarioTensors(scenario, limit);
  if (!read.ok) return read;
  const files = new Map<string, ArrayBuffer>();
  for (const [path, { bytes }] of read.value) {
    const tensor = channelsLast.has(path) ? readNpy(bytes, path) : null;
    if (tensor?.ok === false) return tensor;
    files.set(path, tensor === null ? bytes : writeNpy(channelsFirst(tensor.value)).buffer);
  }
  return ok(files);
}

/**
 * Does the same as {@link loadTensorFiles}, and returns the element type of each tensor as well. `placeOf` returns where the
 * tensor that the scenario calls `path` is, from the working folder.
 */
export async function readScenarioTensors(
  scenario: Scenario,
  limit: number,
  placeOf: (path: string) => string = (path) => path,
): Promise<Result<ReadFiles>> {
  const read: FileReader<NpyOfTensor> = async (source, place, beside) => {
    const admit = (bytes: number): Result<null> => refuseLarger(place, bytes, limit);
    return await readTensorAsNpy(source, tensorPathOf(place).key, beside, admit);
  };
  return await eachFile(scenario, limit, read, placeOf);
}

/**
 * Reads only the header of each tensor, for commands that need no more than the shapes. `channelsLast` is as in
 * {@link loadTensorFiles}.
 */
export async function loadHeaders(
  scenario: Scenario,
  limit: number,
  channelsLast: ReadonlySet<string> = new Set(),
): Promise<Result<FileShapes>> {
  const headers = await eachFile(scenario, limit, (source, path, beside) =>
    readShapeAsNpy(source, tensorPathOf(path).key, beside),
  );
  if (!headers.ok) return headers;
  const shapes = new Map<string, { readonly shape: Shape }>();
  for (const [path, header] of headers.value) {
    const shape = shapeOfFile(header, path);
    if (!shape.ok) return shape;
    shapes.set(path, { shape: channelsLast.has(path) ? channelsFirstShape(shape.value) : shape.value });
  }
  return ok(shapes);
}

/** Reads only the element type of every tensor. */
export async function loadElements(
  scenario: Scenario,
  limit: number,
): Promise<Result<ReadonlyMap<string, ElementName>>> {
  return await eachFile(scenario, limit, async (source, path, beside) => {
    const found = await findTensorEntry(source, tensorPathOf(path).key, beside);
    return found.ok ? ok(found.value.entry.element) : found;
  });
}

/** Reads something of the tensor at a place, such as "up.npz#w", from the source of its file. */
type FileReader<T> = (source: ByteSource, place: string, beside: Beside) => Promise<Result<T>>;

async function eachFile<T>(
  scenario: Scenario,
  limit: number,
  read: FileReader<T>,
  placeOf: (path: string) => string = (path) => path,
): Promise<Result<ReadonlyMap<string, T>>> {
  return await withFileSources(limit, async (sources) => {
    const files = new Map<string, T>();
    for (const path of filePathsOf(scenario)) {
      const place = placeOf(path);
      const { file } = tensorPathOf(place);
      const source = await sources.open(file);
      if (!source.ok) return source;
      const content = await read(source.value, place, sources.beside(file));
      if (!content.ok) return content;
      files.set(path, content.value);
    }
    return ok(files);
  });
}

/** The dtype of the files of a call, and one of the files. */
export interface FilesDType {
  readonly path: string;
  readonly dtype: ProfileId;
  /** Why the files have it: "the dtype of x.npy", or "x.npy is int64, which is read as float64". */
  readonly why: string;
}

/** Says which element type a file has, and the dtype that it is read as if that is another one. */
function readAs(path: string, element: ElementName | undefined): string {
  if (element === undefined) return path;
  const dtype = dtypeOfElement(element);
  return element === dtype ? `${path} is ${element}` : `${path} is ${element}, which is read as ${dtype}`;
}

/**
 * Returns the dtype of the files of a call; null if the call names no file. Narrow formats beside another format are
 * float32, as in `torch.promote_types`. Like PyTorch, refuses float32 or narrower files beside float64 ones: `--dtype`
 * has to decide.
 */
export function dtypeOfFiles(elements: ReadonlyMap<string, ElementName>): Result<FilesDType | null> {
  let found: Omit<FilesDType, 'why'> | null = null;
  for (const [path, element] of elements) {
    const dtype = dtypeOfElement(element);
    if (found !== null && arithmeticDType(found.dtype) !== arithmeticDType(dtype)) {
      return refuse(
        'dtype',
        `dtype: ${readAs(found.path, elements.get(found.path))}, but ${readAs(path, element)}: choose one with --dtype`,
      );
    }
    found =
      found === null || found.dtype === dtype ? (found ?? { path, dtype }) : { path: found.path, dtype: 'float32' };
  }
  if (found === null) return ok(null);
  const { path: first, dtype } = found;
  const path = [...elements].find(([, element]) => element === dtype)?.[0] ?? first;
  const element = elements.get(path);
  return ok({ path, dtype, why: element === dtype ? `the dtype of ${path}` : readAs(path, element) });
}
