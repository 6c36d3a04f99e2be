import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import type { ProfileId } from '../../engine/precision/profiles.ts';
import type { DType } from '../../engine/core/tensor.ts';
import type { Beside, ByteSource } from '../../formats/common/byteSource.ts';
import { elementFormats } from '../../formats/common/element.ts';
import { npyElementOf } from '../../formats/npy/npyElement.ts';
import { readNpyHeader } from '../../formats/npy/npyHeader.ts';
import { readTensorAsNpy, readShapeAsNpy } from '../../formats/readTensorAsNpy.ts';
import { tensorPathOf } from '../../formats/common/tensorPath.ts';
import { filePathsOf, type NpyByPath } from '../../scenario/document/filesByPath.ts';
import type { Scenario } from '../../scenario/document/scenario.ts';
import { withFileSources } from './fileSources.ts';
import { refuseLarger } from './refuseLarger.ts';

/**
 * Reads the tensors that a scenario names. Each is returned as the bytes of a `.npy` file. Refuses a tensor, or a file
 * that must be read whole, of more than `limit` bytes.
 */
export async function loadTensorFiles(scenario: Scenario, limit: number): Promise<Result<NpyByPath>> {
  return await eachFile(scenario, limit, (source, path, beside) =>
    readTensorAsNpy(source, tensorPathOf(path).key, beside, (bytes) => refuseLarger(path, bytes, limit)),
  );
}

/** Reads only the header of each tensor, for commands that need no more than the shapes. */
export async function loadHeaders(scenario: Scenario, limit: number): Promise<Result<NpyByPath>> {
  return await eachFile(scenario, limit, (source, path, beside) =>
    readShapeAsNpy(source, tensorPathOf(path).key, beside),
  );
}

async function eachFile(
  scenario: Scenario,
  limit: number,
  read: (source: ByteSource, path: string, beside: Beside) => Promise<Result<ArrayBuffer>>,
): Promise<Result<NpyByPath>> {
  return await withFileSources(limit, async (sources) => {
    const files = new Map<string, ArrayBuffer>();
    for (const path of filePathsOf(scenario)) {
      const { file } = tensorPathOf(path);
      const source = await sources.open(file);
      if (!source.ok) return source;
      const bytes = await read(source.value, path, sources.beside(file));
      if (!bytes.ok) return bytes;
      files.set(path, bytes.value);
    }
    return ok(files);
  });
}

/**
 * Returns the dtype of the input, weight and bias files of a call. If the scenario names none, returns the scenario's
 * dtype. The output to check may have any dtype. If files have different dtypes, refuses the call, as PyTorch does, and
 * asks for `--dtype`.
 */
export function dtypeOfFiles(files: NpyByPath, scenario: Scenario): Result<ProfileId> {
  let found: { readonly path: string; readonly dtype: DType } | null = null;
  for (const path of filePathsOf({ ...scenario, actual: undefined })) {
    const bytes = files.get(path);
    if (bytes === undefined) continue;
    const header = readNpyHeader(bytes, path);
    if (!header.ok) return header;
    const element = npyElementOf(header.value.descr, path);
    if (!element.ok) return element;
    const { dtype } = elementFormats[element.value.element];
    if (found !== null && found.dtype !== dtype) {
      return refuse(
        'dtype',
        `dtype: ${found.path} is read as ${found.dtype}, but ${path} as ${dtype}; choose one with --dtype`,
      );
    }
    found = { path, dtype };
  }
  return ok(found?.dtype ?? scenario.dtype);
}
