import { accept, refuse, type Result } from '../engine/refusal.ts';
import type { DType } from '../engine/tensor.ts';
import { elements } from '../formats/element.ts';
import { npyElement } from '../formats/npyElement.ts';
import { npyHeaderBytes, readNpyHeader } from '../formats/npyHeader.ts';
import { filePathsOf, type Files } from '../scenario/files.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { readBytes, readStart } from './files.ts';

/** The files a scenario names, none of them larger than `limit` bytes. */
export async function loadFiles(scenario: Scenario, limit: number): Promise<Result<Files>> {
  return await eachFile(scenario, (path) => readBytes(path, limit));
}

/** Of each file a scenario names as much as its header takes: for who asks of its shape only. */
export async function loadHeaders(scenario: Scenario, limit: number): Promise<Result<Files>> {
  return await eachFile(scenario, (path) => readStart(path, limit, npyHeaderBytes));
}

async function eachFile(
  scenario: Scenario,
  read: (path: string) => Promise<Result<ArrayBuffer>>,
): Promise<Result<Files>> {
  const files = new Map<string, ArrayBuffer>();
  for (const path of filePathsOf(scenario)) {
    const bytes = await read(path);
    if (!bytes.ok) return bytes;
    files.set(path, bytes.value);
  }
  return accept(files);
}

/**
 * The dtype of a call's files, `absent` where there is none. Like PyTorch, refuses a mixture:
 * which of them is meant is for `--dtype` to say.
 */
export function dtypeOfFiles(files: Files, absent: DType): Result<DType> {
  let found: { readonly path: string; readonly dtype: DType } | null = null;
  for (const [path, bytes] of files) {
    const header = readNpyHeader(bytes, path);
    if (!header.ok) return header;
    const element = npyElement(header.value.descr, path);
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
  return accept(found?.dtype ?? absent);
}
