import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import type { Shape, Tensor } from '../../engine/core/tensor.ts';
import type { ElementName } from '../../formats/common/element.ts';
import type { NpyOfTensor } from '../../formats/readTensorAsNpy.ts';
import { readNpyHeader } from '../../formats/npy/npyHeader.ts';
import { readNpy } from '../../formats/npy/readNpy.ts';
import type { Scenario } from './scenario.ts';

/** A tensor of a file, with the element type that it has there if that is known. */
export type TensorInFile = Tensor & { readonly element?: ElementName | undefined };

/**
 * The tensors that a scenario names, each as itself or as the bytes of a `.npy` file, by its path (with its key) as the
 * scenario writes it.
 */
export type FilesByPath = ReadonlyMap<string, ArrayBuffer | TensorInFile>;

/** Reads the bytes of a `.npy` file, which hold a tensor that a file stores as `element`. Invalid bytes are returned as they are. */
export function parsedFile(bytes: ArrayBuffer, path: string, element?: ElementName): ArrayBuffer | TensorInFile {
  const tensor = readNpy(bytes, path);
  return tensor.ok ? { ...tensor.value, element } : bytes;
}

/** Each tensor that a scenario names as it was read, by its path. */
export type ReadFiles = ReadonlyMap<string, NpyOfTensor>;

/** Returns the tensors that were read, with the element types of their files. */
export function parsedFiles(read: ReadFiles): FilesByPath {
  return new Map([...read].map(([path, { bytes, element }]) => [path, parsedFile(bytes, path, element)]));
}

/** The bytes of a `.npy` file for each tensor that a scenario names, by its path. */
export type NpyByPath = ReadonlyMap<string, ArrayBuffer>;

/** The files as `scenarioShape` needs them: the bytes of each, or its shape alone. */
export type FileShapes = ReadonlyMap<string, ArrayBuffer | { readonly shape: Shape }>;

/** Returns the content of a file that the scenario names; refuses a file that is not in `files`. */
export function fileIn<T>(path: string, files: ReadonlyMap<string, T>): Result<T> {
  const content = files.get(path);
  return content === undefined ? refuse('file', `The scenario names ${path}, which could not be found.`) : ok(content);
}

/** Returns the shape of a file's tensor; only the header of bytes is read. Refuses a file with an invalid header. */
export function shapeOfFile(content: ArrayBuffer | { readonly shape: Shape }, path: string): Result<Shape> {
  if (!(content instanceof ArrayBuffer)) return ok(content.shape);
  const header = readNpyHeader(content, path);
  return header.ok ? ok(header.value.shape) : header;
}

/** Returns the paths of the files that a scenario names, each once. */
export function filePathsOf(scenario: Scenario): readonly string[] {
  const sources = [scenario.input, scenario.weight, scenario.bias, scenario.actual];
  const paths = sources.flatMap((source) => (source && 'file' in source ? [source.file] : []));
  return [...new Set(paths)];
}
