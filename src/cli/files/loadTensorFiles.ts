import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import type { ProfileId } from '../../engine/precision/profiles.ts';
import type { DType } from '../../engine/core/tensor.ts';
import type { Beside, ByteSource } from '../../formats/common/byteSource.ts';
import { elements } from '../../formats/common/element.ts';
import { npyElementOf } from '../../formats/npy/npyElement.ts';
import { readNpyHeader } from '../../formats/npy/npyHeader.ts';
import { tensorBytes, tensorHeader } from '../../formats/tensorBytes.ts';
import { tensorPathOf } from '../../formats/common/tensorPath.ts';
import { filePathsOf, type NpyByPath } from '../../scenario/document/files.ts';
import type { Scenario } from '../../scenario/document/scenario.ts';
import { withSources } from './nodeSource.ts';
import { refuseLarger } from './refuseLarger.ts';

/** The tensors that a scenario's files hold, as `.npy` files; no file or tensor takes more than `limit` bytes. */
export async function loadTensorFiles(scenario: Scenario, limit: number): Promise<Result<NpyByPath>> {
  return await eachFile(scenario, limit, (source, path, beside) =>
    tensorBytes(source, tensorPathOf(path).key, beside, (bytes) => refuseLarger(path, bytes, limit)),
  );
}

/** Of each only what stands before its data: for who asks of its shape. */
export async function loadHeaders(scenario: Scenario, limit: number): Promise<Result<NpyByPath>> {
  return await eachFile(scenario, limit, (source, path, beside) =>
    tensorHeader(source, tensorPathOf(path).key, beside),
  );
}

async function eachFile(
  scenario: Scenario,
  limit: number,
  read: (source: ByteSource, path: string, beside: Beside) => Promise<Result<ArrayBuffer>>,
): Promise<Result<NpyByPath>> {
  return await withSources(limit, async (sources) => {
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
 * The dtype of a call's files, the scenario's where there is none; an output to check may be of any. Like PyTorch, refuses a mixture:
 * which of them is meant is for `--dtype` to say.
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
    const { dtype } = elements[element.value.element];
    if (found !== null && found.dtype !== dtype) {
      return refuse(
        'dtype',
        `dtype: ${found.path} is read as ${found.dtype}, but ${path} as ${dtype}; say which with --dtype`,
      );
    }
    found = { path, dtype };
  }
  return ok(found?.dtype ?? scenario.dtype);
}
