import { dirname, isAbsolute, join } from 'node:path';
import { refuse, type Result } from '../../engine/core/refusal.ts';
import { tensorPathOf, tensorPathText } from '../../formats/common/tensorPath.ts';
import type { ReadFiles } from '../../scenario/document/filesByPath.ts';
import { parseDocument } from '../../scenario/document/parseDocument.ts';
import type { Scenario } from '../../scenario/document/scenario.ts';
import { withFiles } from '../../scenario/document/withFiles.ts';
import { readScenarioTensors } from '../files/loadTensorFiles.ts';
import { readText } from '../files/readBytes.ts';

/** Reads a document. Its file paths stay relative to the document. Refuses a text of more than `limit` bytes. */
export async function readDocument(path: string, limit: number): Promise<Result<Scenario>> {
  const text = await readText(path, limit);
  return text.ok ? documentOfText(text.value, path) : text;
}

/** Parses the text of the document at `path`, which a refusal names. */
export function documentOfText(text: string, path: string): Result<Scenario> {
  const parsed = parseDocument(text);
  return parsed.ok ? parsed : refuse(parsed.refusal.argument, `${path}: ${parsed.refusal.message}`);
}

/** Returns a document's scenario with file paths that are relative to the working folder. */
export function scenarioFromHere(scenario: Scenario, path: string): Scenario {
  return withFiles(scenario, (named) => pathFromHere(named, path));
}

/** Reads the tensors that a document at `path` names, by their paths in the document. */
export async function loadDocumentFiles(scenario: Scenario, path: string, limit: number): Promise<Result<ReadFiles>> {
  return await readScenarioTensors(scenario, limit, (named) => pathFromHere(named, path));
}

function pathFromHere(named: string, document: string): string {
  const { file, key } = tensorPathOf(named);
  return isAbsolute(file) ? named : tensorPathText({ file: join(dirname(document), file), key });
}
