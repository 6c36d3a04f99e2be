import { refuse, type Result } from '../../engine/core/refusal.ts';
import type { ByteSource } from '../../formats/common/byteSource.ts';
import { openTensorFile } from '../../formats/openTensorFile.ts';
import type { FindOptions } from '../../python/findCalls.ts';
import { parseDocument } from '../../scenario/document/parseDocument.ts';
import type { Scenario } from '../../scenario/document/scenario.ts';
import { comparedCode, comparedScenario, type FileChange, type FileSubject, type FileVersions } from './fileChange.ts';
import type { TensorVersion } from './tensorChanges.ts';

/** The most bytes of a file of code or a scenario. */
export const largestTextFile = 32e6;

/** The content of a version of a file, or why it cannot be read; null if there is no such version. */
export type VersionContent = Result<Uint8Array> | null;

/**
 * Compares two versions of a file of code or of a scenario; null if nothing changed. `options` has what is known beside
 * the code.
 */
export function comparedVersions(
  subject: Exclude<FileSubject, 'tensors'>,
  versions: FileVersions,
  before: VersionContent,
  after: VersionContent,
  options?: FindOptions,
): FileChange | null {
  for (const content of [before, after]) {
    if (content?.ok === false) return { ...versions, kind: 'unread', reason: content.refusal.message };
  }
  const [old, now] = [textOf(before), textOf(after)];
  return subject === 'calls'
    ? comparedCode(versions, old, now, options)
    : comparedScenario(versions, documentOf(old), documentOf(now));
}

function textOf(content: VersionContent): string | null {
  return content?.ok === true ? new TextDecoder().decode(content.value) : null;
}

function documentOf(text: string | null): Result<Scenario> | null {
  return text === null ? null : parseDocument(text);
}

/** Reads the names, shapes and element types of the tensors in a file. */
export async function readTensorVersion(source: ByteSource): Promise<TensorVersion> {
  const opened = await openTensorFile(source, noOtherFiles);
  return opened.ok
    ? { kind: 'tensors', entries: opened.value.entries, bytes: source.size }
    : { kind: 'unread', reason: opened.refusal.message };
}

/** The external data of an ONNX model are not needed for the names and shapes of its tensors. */
function noOtherFiles(): Promise<Result<never>> {
  return Promise.resolve(refuse('file', 'External data is not read in a review.'));
}
