import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import { finish } from '../../engine/core/steps.ts';
import { type CheckedFile, type CheckOutcome, causeOf, countsOf } from '../../report/check/checkedFile.ts';
import { checkJson } from '../../report/check/checkJson.ts';
import { githubAnnotations } from '../../report/check/githubAnnotations.ts';
import { junitXml } from '../../report/check/junitXml.ts';
import { parsedFiles } from '../../scenario/document/filesByPath.ts';
import { linesOfKeys } from '../../scenario/document/linesOfKeys.ts';
import { checkOutput } from '../../scenario/report/checkedOutput.ts';
import { formatInteger } from '../../scenario/text/format.ts';
import { type Command, jsonOutput } from '../arguments/command.ts';
import { sharedFlags } from '../arguments/flags.ts';
import { readMemoryCap } from '../arguments/readMemoryCap.ts';
import { findScenarios } from '../files/findScenarios.ts';
import { readScenarioTensors } from '../files/loadTensorFiles.ts';
import { readText } from '../files/readBytes.ts';
import { writeAtomically } from '../files/writeAtomically.ts';
import { documentOfText, scenarioFromHere } from '../inputs/readDocument.ts';
import { oneLine } from '../text/oneLine.ts';

/** `convt check`: checks the outputs that the scenario documents of a folder name. */
export const checkCommand: Command = {
  name: 'check',
  usage: '[PATH…] [flags]',
  summary: 'check the output of every *.convt.json that names one',
  notes: [
    'Without PATH, checks the working folder. node_modules and .git are skipped. Tensors are read from the paths in each document.',
    'A document without "actual" is skipped. A document that cannot be checked is an error; the others are still checked.',
    'Exit code: 0 if every output is right, 1 if one is wrong, 2 if one could not be checked or if there is none.',
  ],
  flags: [
    { name: 'junit', value: 'FILE.xml', help: 'write a JUnit report as well' },
    { name: 'github', value: null, help: 'print annotations for GitHub Actions' },
    sharedFlags.json,
    sharedFlags.memoryCap,
  ],
  maxPositionals: Infinity,
  async run({ flags, positionals }) {
    if (flags.has('json') && flags.has('github')) {
      return refuse('scenario', '--json and --github exclude each other: give one of them.');
    }
    const cap = readMemoryCap(flags);
    if (!cap.ok) return cap;
    const paths = positionals.length === 0 ? ['.'] : positionals;
    const found = await findScenarios(paths);
    if (!found.ok) return found;
    if (found.value.length === 0) return refuse('scenario', `there is no *.convt.json in ${paths.join(', ')}`);
    const files: CheckedFile[] = [];
    // One after another: each may need as much memory as the cap allows.
    for (const path of found.value) files.push(await checkFile(path, cap.value));
    const counts = countsOf(files);
    if (counts.skipped === files.length) {
      return refuse('actual', `no scenario in ${paths.join(', ')} names an output to check`);
    }
    const junit = flags.get('junit');
    if (junit !== undefined) {
      const written = await writeAtomically(junit, new TextEncoder().encode(junitXml(files)));
      if (!written.ok) return written;
    }
    const text = flags.has('json')
      ? jsonOutput(checkJson(files))
      : [...(flags.has('github') ? githubAnnotations(files) : []), ...linesOf(files)].join('\n');
    return ok({ text, exitCode: counts.errors > 0 ? 2 : counts.failed > 0 ? 1 : 0 });
  },
};

async function checkFile(path: string, memoryCap: number): Promise<CheckedFile> {
  const text = await readText(path, memoryCap);
  const line = text.ok ? (linesOfKeys(text.value).get('actual') ?? 0) + 1 : 1;
  const outcome = text.ok ? await outcomeOf(text.value, path, memoryCap) : text;
  return { path, line, outcome: outcome.ok ? outcome.value : { kind: 'refused', reason: outcome.refusal.message } };
}

async function outcomeOf(text: string, path: string, memoryCap: number): Promise<Result<CheckOutcome>> {
  const document = documentOfText(text, path);
  if (!document.ok) return document;
  if (document.value.actual === undefined) return ok({ kind: 'skipped' });
  const scenario = scenarioFromHere(document.value, path);
  const files = await readScenarioTensors(scenario, memoryCap);
  if (!files.ok) return files;
  try {
    const checked = finish(checkOutput(scenario, parsedFiles(files.value), { memoryCap }));
    return checked.ok ? ok({ kind: 'answered', output: checked.value }) : checked;
  } catch (error) {
    // The cap allows the call, but the memory is not available. The other documents may need less.
    if (error instanceof RangeError) return refuse('memory', `not enough memory: ${error.message}`);
    throw error;
  }
}

/** Returns the checks as lines of text: the wrong ones with their causes, then the counts. */
function linesOf(files: readonly CheckedFile[]): readonly string[] {
  const { passed, failed, errors, skipped } = countsOf(files);
  const counts = [
    `${formatInteger(passed)} right`,
    `${formatInteger(failed)} wrong`,
    ...(errors === 0 ? [] : [`${formatInteger(errors)} not checked`]),
    ...(skipped === 0 ? [] : [`${formatInteger(skipped)} without an output to check`]),
  ];
  return [...files.flatMap(fileLines), '', counts.join(' · ')];
}

function fileLines({ path, outcome }: CheckedFile): readonly string[] {
  if (outcome.kind === 'skipped') return [];
  if (outcome.kind === 'refused') return [`error  ${oneLine(path)}`, `       ${oneLine(outcome.reason)}`];
  const { passed, headline } = outcome.output;
  const head = `${passed ? 'right' : 'WRONG'}  ${oneLine(path)}: ${oneLine(headline)}`;
  return passed ? [head] : [head, ...causeOf(outcome.output).map((sentence) => `       ${oneLine(sentence)}`)];
}
