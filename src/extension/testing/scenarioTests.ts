import * as vscode from 'vscode';
import { type Refusal, type Result } from '../../engine/core/refusal.ts';
import { tensorPathOf } from '../../formats/common/tensorPath.ts';
import { performRequest } from '../../protocol/hostMessages.ts';
import { filePathsOf, parsedFiles } from '../../scenario/document/filesByPath.ts';
import { linesOfKeys } from '../../scenario/document/linesOfKeys.ts';
import { parseDocument } from '../../scenario/document/parseDocument.ts';
import type { CheckedOutput } from '../../scenario/report/checkedOutput.ts';
import type { Debuggers } from '../debugger/debuggers.ts';
import { openDocumentInDebugger } from '../debugger/openDocumentInDebugger.ts';
import { readScenarioFiles } from '../files/readScenarioFiles.ts';
import { readScenarioText } from '../files/readScenarioText.ts';
import { tensorFileUri } from '../files/readTensorAtPath.ts';
import { TensorFileWatch } from '../files/tensorFileWatch.ts';
import { driveInHost } from '../shared/driveInHost.ts';
import { readSettings } from '../shared/settings.ts';
import { showRefusal } from '../shared/showRefusal.ts';
import { FoundTests } from './foundTests.ts';

/** The value of `testMessage` in the `when` clause of a failure's menu. */
const failureContext = 'convt.wrongOutput';

/**
 * The `*.convt.json` that name an output to check, as tests of VS Code's Test Explorer. Nothing is searched or read until
 * the Test Explorer, or a command that runs tests, asks for it.
 */
export class ScenarioTests {
  readonly controller: vscode.TestController;
  /** Checks tests; VS Code calls its handler when the user runs tests. */
  readonly checks: vscode.TestRunProfile;
  readonly #debuggers: Debuggers;
  readonly #found: FoundTests;

  constructor(debuggers: Debuggers, id = 'convt.outputs') {
    this.#debuggers = debuggers;
    this.controller = vscode.tests.createTestController(id, 'ConvTranspose2d Outputs');
    this.#found = new FoundTests(this.controller);
    // VS Code asks for the children of the root (undefined) when the Test Explorer is first shown.
    this.controller.resolveHandler = async (item) => {
      if (item === undefined) await this.#found.search();
      else await this.#found.read(item.uri);
    };
    this.controller.refreshHandler = () => this.#found.search();
    const { Run, Debug } = vscode.TestRunProfileKind;
    const check = (request: vscode.TestRunRequest, token: vscode.CancellationToken): Promise<void> =>
      this.#start(request, token);
    this.checks = this.controller.createRunProfile('Check', Run, check, true, undefined, true);
    this.controller.createRunProfile('Open in Debugger', Debug, (request) => this.#debug(request), true);
  }

  /** Opens the document of a test, or of a failure of one, in the debugger's Diagnose. */
  async debug(target: unknown): Promise<void> {
    const item = isFailure(target) ? target.test : target;
    const uri = typeof item === 'object' && item !== null && 'uri' in item ? item.uri : undefined;
    if (uri instanceof vscode.Uri) await this.#openDiagnosis(uri);
  }

  dispose(): void {
    this.#found.dispose();
    this.controller.dispose();
  }

  async #debug(request: vscode.TestRunRequest): Promise<void> {
    for (const { uri } of this.#wanted(request)) if (uri !== undefined) await this.#openDiagnosis(uri);
  }

  async #openDiagnosis(uri: vscode.Uri): Promise<void> {
    const opened = await openDocumentInDebugger(uri, this.#debuggers);
    if (opened.ok) await opened.value.ask(performRequest, { action: 'explain' });
    else showRefusal(opened);
  }

  #wanted({ include, exclude }: vscode.TestRunRequest): readonly vscode.TestItem[] {
    const all = include ?? [...this.controller.items].map(([, item]) => item);
    return all.filter((item) => exclude?.includes(item) !== true);
  }

  async #start(request: vscode.TestRunRequest, token: vscode.CancellationToken): Promise<void> {
    // "Run All Tests" may come before the Test Explorer was ever shown.
    if (request.include === undefined) await this.#found.search();
    if (request.continuous === true) this.#runOnChange(request, token);
    else await this.#run(request, this.#wanted(request), token);
  }

  async #run(
    request: vscode.TestRunRequest,
    items: readonly vscode.TestItem[],
    token: vscode.CancellationToken,
  ): Promise<void> {
    const run = this.controller.createTestRun(request);
    for (const item of items) run.enqueued(item);
    for (const item of items) {
      // The token of the request stops all its runs, that of the run this one.
      if (isCancelled(token, run.token)) run.skipped(item);
      else await this.#runItem(run, item);
    }
    run.end();
  }

  async #runItem(run: vscode.TestRun, item: vscode.TestItem): Promise<void> {
    run.started(item);
    const from = Date.now();
    const checked = await this.#check(item, run.token);
    if (run.token.isCancellationRequested) run.skipped(item);
    else await report(run, item, checked, Date.now() - from);
  }

  /** Runs a test again whenever its document, or a tensor that it names, changes on disk, until the token is cancelled. */
  #runOnChange(request: vscode.TestRunRequest, token: vscode.CancellationToken): void {
    const watches = this.#wanted(request).map((item) => {
      const watch = new TensorFileWatch(() => {
        void this.#watchFiles(item, watch);
        void this.#run(request, [item], token);
      });
      void this.#watchFiles(item, watch);
      return watch;
    });
    token.onCancellationRequested(() => {
      for (const watch of watches) watch.dispose();
    });
  }

  async #watchFiles({ uri }: vscode.TestItem, watch: TensorFileWatch): Promise<void> {
    if (uri === undefined) return;
    const text = await readScenarioText(uri);
    const scenario = text.ok ? parseDocument(text.value) : text;
    const base = vscode.Uri.joinPath(uri, '..');
    const paths = scenario.ok ? filePathsOf(scenario.value) : [];
    const files = paths.map((path) => tensorFileUri(tensorPathOf(path).file, base)).filter((file) => file !== null);
    watch.watch([uri, ...files]);
  }

  async #check(item: vscode.TestItem, token: vscode.CancellationToken): Promise<Result<CheckedOutput>> {
    const uri = item.uri as vscode.Uri;
    const text = await readScenarioText(uri);
    if (!text.ok) return text;
    const line = linesOfKeys(text.value).get('actual');
    if (line !== undefined) item.range = new vscode.Range(line, 0, line, 0);
    const scenario = parseDocument(text.value);
    if (!scenario.ok) return scenario;
    const { memoryCap } = readSettings();
    const files = await readScenarioFiles(scenario.value, vscode.Uri.joinPath(uri, '..'), memoryCap);
    if (!files.ok) return files;
    const { checkOutput } = await import('../../scenario/report/checkedOutput.ts');
    return await driveInHost('The check', checkOutput(scenario.value, parsedFiles(files.value), { memoryCap }), token);
  }
}

function isCancelled(...tokens: readonly vscode.CancellationToken[]): boolean {
  return tokens.some(({ isCancellationRequested }) => isCancellationRequested);
}

async function report(
  run: vscode.TestRun,
  item: vscode.TestItem,
  checked: Result<CheckedOutput>,
  milliseconds: number,
): Promise<void> {
  const words = checked.ok ? checked.value.headline : checked.refusal.message;
  run.appendOutput(`${item.label}: ${words}\r\n`, undefined, item);
  if (!checked.ok) run.errored(item, refusedMessage(item, checked.refusal), milliseconds);
  else if (checked.value.passed) run.passed(item, milliseconds);
  else run.failed(item, await failureMessage(item, checked.value), milliseconds);
}

async function failureMessage(
  item: vscode.TestItem,
  { report: diagnosis, facts }: CheckedOutput,
): Promise<vscode.TestMessage> {
  const { answerParts } = await import('../../scenario/report/diagnosisMarkdown.ts');
  const markdown = new vscode.MarkdownString(answerParts(diagnosis, facts).join('\n\n'));
  const message = new vscode.TestMessage(markdown);
  message.contextValue = failureContext;
  return at(item, message);
}

function refusedMessage(item: vscode.TestItem, { message }: Refusal): vscode.TestMessage {
  return at(item, new vscode.TestMessage(message));
}

/** Places a message at the property `actual` of the document. */
function at({ uri, range }: vscode.TestItem, message: vscode.TestMessage): vscode.TestMessage {
  if (uri !== undefined) message.location = new vscode.Location(uri, range ?? new vscode.Position(0, 0));
  return message;
}

function isFailure(target: unknown): target is { readonly test: unknown } {
  return typeof target === 'object' && target !== null && 'test' in target;
}
