import * as vscode from 'vscode';
import { ScenarioTests } from '../../src/extension/testing/scenarioTests.ts';
import { Debuggers } from '../../src/extension/debugger/debuggers.ts';
import { eventually } from '../browser/eventually.ts';
import { assert, assertEqual, assertMatch } from './assert.ts';
import { api, closeEverything } from './convt.ts';
import { copyChecks, remove, scratchFolder, write } from './fixtures.ts';

const fs = vscode.workspace.fs;

interface Ended {
  /** What the run printed about the test. */
  readonly output: string;
  readonly how: 'passed' | 'failed' | 'errored' | 'skipped';
  readonly message: vscode.TestMessage | null;
}

/** Records how the tests of each run of a controller end, and passes everything on to VS Code. */
function recordRuns(controller: vscode.TestController): Map<string, Ended>[] {
  const runs: Map<string, Ended>[] = [];
  const create = controller.createTestRun.bind(controller);
  controller.createTestRun = (request, name, persist) => {
    const run = create(request, name, persist);
    const ended = new Map<string, Ended>();
    const outputs = new Map<vscode.TestItem, string>();
    const record = (item: vscode.TestItem, how: Ended['how'], message: unknown = null): void => {
      const output = outputs.get(item) ?? '';
      ended.set(item.label.replace(/^.*\//, ''), { how, message: message as vscode.TestMessage | null, output });
    };
    const own = { ...run };
    run.appendOutput = (output, location, item) => {
      if (item !== undefined) outputs.set(item, output);
      own.appendOutput(output, location, item);
    };
    run.passed = (item, ...more) => {
      record(item, 'passed');
      own.passed(item, ...more);
    };
    run.failed = (item, ...more) => {
      record(item, 'failed', more[0]);
      own.failed(item, ...more);
    };
    run.errored = (item, ...more) => {
      record(item, 'errored', more[0]);
      own.errored(item, ...more);
    };
    run.skipped = (item) => {
      record(item, 'skipped');
      own.skipped(item);
    };
    run.end = () => {
      runs.push(ended);
      own.end();
    };
    return run;
  };
  return runs;
}

describe('the Test Explorer', () => {
  let folder: vscode.Uri;
  let tests: ScenarioTests;
  let runs: Map<string, Ended>[];

  before(async () => {
    await api();
    folder = await scratchFolder();
    // The test's own controller: that of the extension cannot be reached from outside.
    tests = new ScenarioTests(new Debuggers(), 'convt.outputs.test');
    runs = recordRuns(tests.controller);
    await copyChecks(folder);
  });
  after(async () => {
    tests.dispose();
    await remove(folder);
  });
  afterEach(closeEverything);

  const document = (name: string): vscode.Uri => vscode.Uri.joinPath(folder, 'checks', `${name}.convt.json`);

  /** Returns the items of this test's folder by the names of their documents. */
  function items(): ReadonlyMap<string, vscode.TestItem> {
    const own = [...tests.controller.items].filter(([id]) => id.startsWith(folder.toString()));
    return new Map(own.map(([, item]) => [item.label.replace(/^.*\/checks\//, ''), item]));
  }

  async function run(include: readonly vscode.TestItem[], token = neverCancelled()): Promise<Map<string, Ended>> {
    await tests.checks.runHandler(new vscode.TestRunRequest([...include]), token);
    const last = runs.at(-1);
    assert(last !== undefined, 'no run has ended');
    return last;
  }

  const neverCancelled = (): vscode.CancellationToken => new vscode.CancellationTokenSource().token;

  it('lists the documents that name an output to check, at the line that names it', async () => {
    await tests.controller.resolveHandler?.(undefined);
    assertEqual([...items().keys()].sort(), ['deep/unrotated', 'illegal', 'missing', 'nan', 'right', 'uncropped']);
    assertEqual(items().get('right')?.range?.start.line, 12, 'line');
  });

  it('follows documents that are made, changed and deleted', async () => {
    const uri = await write(
      vscode.Uri.joinPath(folder, 'checks'),
      'new.convt.json',
      '{ "actual": { "file": "y.npy" } }',
    );
    await eventually(() => assert(items().has('new'), 'not listed'), 'listing a new document');
    await fs.writeFile(uri, new TextEncoder().encode('{}'));
    await eventually(() => assert(!items().has('new'), 'still listed'), 'dropping a document without an output');
    await fs.writeFile(uri, new TextEncoder().encode('{\n"actual": 1}'));
    await eventually(() => assertEqual(items().get('new')?.range?.start.line, 1), 'listing the document again');
    await fs.delete(uri);
    await eventually(() => assert(!items().has('new'), 'still listed'), 'dropping a deleted document');
  });

  it('says what is wrong with an output, why, and where it is named', async () => {
    const ended = await run([...items().values()]);
    const how = [...ended].map(([name, end]) => `${name} ${end.how}`).sort();
    assertEqual(how, [
      'illegal errored',
      'missing errored',
      'nan failed',
      'right passed',
      'uncropped failed',
      'unrotated failed',
    ]);
    const { message, output = '' } = ended.get('unrotated') ?? {};
    assertMatch(output, /unrotated: Wrong: the kernel was not rotated by 180°\r\n$/);
    assertMatch(ended.get('missing')?.output ?? '', /missing: .*\S\r\n$/);
    assert(message?.message instanceof vscode.MarkdownString, 'the message is not Markdown');
    assertMatch(message.message.value, /^\*\*Wrong: the kernel was not rotated by 180°\.\*\*/);
    assertMatch(message.message.value, /```diff\n[^]*\+.*flip\(2, 3\)/);
    assertEqual(message.location?.uri.toString(), document('deep/unrotated').toString());
    assertEqual(message.location?.range.start.line, 12, 'line');
    const missing = ended.get('missing')?.message?.message;
    assert(typeof missing === 'string', 'the reason is not a text');
    assertMatch(missing, /missing\.npy cannot be read: .*does not exist\.$/);
  });

  it('checks the text of an open editor, saved or not', async () => {
    const right = await vscode.workspace.openTextDocument(document('right'));
    const edit = new vscode.WorkspaceEdit();
    const at = right.getText().indexOf('right.npy');
    edit.replace(right.uri, new vscode.Range(right.positionAt(at), right.positionAt(at + 9)), 'unrotated.npy');
    assert(await vscode.workspace.applyEdit(edit), 'not edited');
    const item = items().get('right');
    assert(item !== undefined, 'no item');
    assertEqual((await run([item])).get('right')?.how, 'failed');
  });

  it('leaves tests that were cancelled out of the results', async () => {
    const source = new vscode.CancellationTokenSource();
    source.cancel();
    const ended = await run([...items().values()], source.token);
    assertEqual(new Set([...ended.values()].map(({ how }) => how)).size, 1, 'kinds of results');
    assertEqual(ended.get('nan')?.how, 'skipped');
  });

  it('checks an output again whenever its file changes, until it is told to stop', async () => {
    const item = items().get('uncropped');
    assert(item !== undefined, 'no item');
    const source = new vscode.CancellationTokenSource();
    await tests.checks.runHandler(new vscode.TestRunRequest([item], undefined, tests.checks, true), source.token);
    const file = (name: string): vscode.Uri => vscode.Uri.joinPath(folder, 'checks', name);
    const before = runs.length;
    // The watcher starts some time after it was asked for, so the file is written until it is noticed.
    await eventually(async () => {
      await fs.writeFile(file('uncropped.npy'), await fs.readFile(file('right.npy')));
      assert(runs.length > before, 'not checked again');
      assertEqual(runs.at(-1)?.get('uncropped')?.how, 'passed');
    }, 'checking the output again');
    source.cancel();
  });

  it('opens the document of a failure in the debugger', async () => {
    // VS Code passes this from the menu of a failure's message.
    await vscode.commands.executeCommand('convt.debugTest', { test: items().get('deep/unrotated'), message: null });
    await eventually(() => {
      const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
      assert(input instanceof vscode.TabInputCustom, 'the tab is not a custom editor');
      assertEqual([input.viewType, input.uri.path], ['convt.scenario', document('deep/unrotated').path]);
    }, 'opening the editor');
  });
});
