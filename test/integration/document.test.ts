import * as vscode from 'vscode';
import type { ConvtApi, DebuggerSession } from '../../src/extension/api/api.ts';
import { parseDocument } from '../../src/scenario/document/parseDocument.ts';
import { parseScenario } from '../../src/scenario/document/parseScenario.ts';
import type { Scenario } from '../../src/scenario/document/scenario.ts';
import { serializeScenario } from '../../src/scenario/document/serializeScenario.ts';
import type { RunReport } from '../../src/scenario/report/runReport.ts';
import { eventually } from '../browser/eventually.ts';
import { assert, assertEqual, assertMatch } from './assert.ts';
import { api, closeEverything, refusal, value } from './convt.ts';
import { copy, expected, fixtureText, remove, scratchFolder, write } from './fixtures.ts';

describe('a *.convt.json document', () => {
  let folder: vscode.Uri;
  let convt: ConvtApi;
  let scenario: Scenario;
  before(async () => {
    folder = await scratchFolder();
    convt = await api();
    scenario = value(parseScenario(await fixtureText('integers.convt.json')));
  });
  after(() => remove(folder));
  afterEach(closeEverything);

  /** Returns the scenario with another stride: a valid call with another output shape. */
  const edited = (): Scenario => ({ ...scenario, params: { ...scenario.params, stride: [3, 1] } });

  /** Waits until a document has this text. */
  const assertText = (document: vscode.TextDocument, text: string, when: string): Promise<void> =>
    eventually(() => assertEqual(document.getText(), text, 'text'), `the text ${when}`);

  /** Waits until a debugger shows this report: it learns of a change in the document's text from VS Code. */
  const assertReport = (session: DebuggerSession, report: RunReport, when: string): Promise<void> =>
    eventually(async () => assertEqual(value(await session.result()), report, 'report'), `the report ${when}`);

  /** Waits until a debugger refuses its document with this message. */
  const assertRefused = (session: DebuggerSession, message: RegExp): Promise<void> =>
    eventually(async () => assertMatch(refusal(await session.result()).message, message), 'the refusal');

  async function open(
    name: string,
    text: string,
  ): Promise<{ session: DebuggerSession; document: vscode.TextDocument }> {
    const uri = await write(folder, name, text);
    const session = value(await convt.open(uri));
    return { session, document: await vscode.workspace.openTextDocument(uri) };
  }

  it('opens in the visual debugger by default', async () => {
    const uri = await write(folder, 'default.convt.json', serializeScenario(scenario));
    await vscode.commands.executeCommand('vscode.open', uri);
    await eventually(() => {
      const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
      assert(input instanceof vscode.TabInputCustom, 'the tab is not a custom editor');
      assertEqual(input.viewType, 'convt.scenario');
    }, 'opening the editor');
  });

  it('takes an edit as one step, which undo reverts and redo repeats', async () => {
    const { session, document } = await open('undo.convt.json', serializeScenario(scenario));
    const first = value(await session.result());
    const text = document.getText();
    value(await session.edit(edited()));
    const second = value(await session.result());
    await assertText(document, serializeScenario(edited()), 'after the edit');
    await eventually(() => document.isDirty, 'becoming dirty');
    assert(second.output.shape[2] !== first.output.shape[2], 'the output has not changed');

    await vscode.commands.executeCommand('undo');
    await assertText(document, text, 'after undo');
    await assertReport(session, first, 'after undo');
    await vscode.commands.executeCommand('redo');
    await assertText(document, serializeScenario(edited()), 'after redo');
    await assertReport(session, second, 'after redo');
    assert(await document.save(), 'not saved');
  });

  for (const [kind, newline] of [
    ['Unix', '\n'],
    ['Windows', '\r\n'],
  ] as const) {
    it(`changes only the edited value in the text (${kind} line ends)`, async () => {
      const text = serializeScenario(scenario).replaceAll('\n', newline);
      const { session, document } = await open(`${kind}.convt.json`, text);
      const changes: string[] = [];
      const listening = vscode.workspace.onDidChangeTextDocument((event) => {
        if (event.document === document) changes.push(...event.contentChanges.map((c) => c.text));
      });
      value(await session.edit(edited()));
      await assertText(document, serializeScenario(edited()).replaceAll('\n', newline), 'after the edit');
      listening.dispose();
      assertEqual(changes, ['3']);
    });
  }

  it('keeps comments, layout and spelling when the debugger edits it, in one step, which undo reverts', async () => {
    const text = `{
\t// The call of the decoder.
\t"version": 1,
\t"weight": { "fill": "ones", "shape": [1, 2, 2, 2] },
\t"input": { "values": [[[1.50, 2e0]]] }, // one row
\t"stride": 2, /* doubles the size */
\t"tolerance": { "rtol": 1e-3, },
}
`;
    const { session, document } = await open('comments.convt.json', text);
    const first = value(await session.result());
    assertEqual(document.languageId, 'jsonc');
    assertEqual(first.parameters.stride, [2, 2]);
    const read = value(parseDocument(text));
    value(await session.edit({ ...read, params: { ...read.params, stride: [3, 2], padding: [0, 1] } }));
    const wanted = text
      .replace('"stride": 2', '"stride": [3, 2]')
      .replace('size */\n', 'size */\n\t"padding": [0, 1],\n');
    await assertText(document, wanted, 'after the edit');
    assertEqual(value(await session.result()).parameters.padding, [0, 1]);
    await vscode.commands.executeCommand('undo');
    await assertText(document, text, 'after undo');
    await assertReport(session, first, 'after undo');
  });

  it('shows an edit made in another editor', async () => {
    const { session, document } = await open('other.convt.json', serializeScenario(scenario));
    value(await session.result());
    const edit = new vscode.WorkspaceEdit();
    const start = document.getText().indexOf('"stride": [2, 1]');
    edit.replace(document.uri, new vscode.Range(document.positionAt(start + 11), document.positionAt(start + 12)), '3');
    assert(await vscode.workspace.applyEdit(edit), 'the edit was not applied');
    await eventually(
      async () => assertEqual(value(await session.result()).parameters.stride, [3, 1], 'stride'),
      'showing the edit',
    );
  });

  it('that is not a scenario is refused with the reason, and not changed', async () => {
    const text = '{ "version": 1, "input": ';
    const { session, document } = await open('broken.convt.json', text);
    assertEqual(refusal(await session.result()).argument, 'scenario');
    refusal(await session.edit(scenario));
    // The refusal is the answer to the edit, so that no change can follow.
    assertEqual(document.getText(), text, 'text');
    assert(!document.isDirty, 'the document is dirty');
  });

  it('that was emptied is refused, and an empty document takes a first edit', async () => {
    const { session, document } = await open('emptied.convt.json', serializeScenario(scenario));
    value(await session.result());
    const edit = new vscode.WorkspaceEdit();
    edit.delete(document.uri, new vscode.Range(0, 0, document.lineCount, 0));
    assert(await vscode.workspace.applyEdit(edit), 'the edit was not applied');
    await assertRefused(session, /empty/);
    const begun = await open('begun.convt.json', '');
    refusal(await begun.session.result());
    value(await begun.session.edit(scenario));
    assertEqual(value(await begun.session.result()).verdict, 'exact');
    await assertText(begun.document, serializeScenario(scenario), 'after the first edit');
  });

  it('is shown again once its text is a scenario again', async () => {
    const good = serializeScenario(scenario);
    const { session, document } = await open('mended.convt.json', good);
    value(await session.result());
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(0, 0), 'x');
    assert(await vscode.workspace.applyEdit(edit), 'the edit was not applied');
    await assertRefused(session, /JSON/);
    await vscode.commands.executeCommand('undo');
    await assertText(document, good, 'after undo');
    await eventually(
      async () => assertEqual(value(await session.result()).verdict, 'exact', 'verdict'),
      'showing the scenario again',
    );
  });

  describe('that cannot be opened as a text', () => {
    const cases = {
      'is a folder': async (uri: vscode.Uri) => vscode.workspace.fs.createDirectory(uri),
      'is binary': async (uri: vscode.Uri) =>
        vscode.workspace.fs.writeFile(uri, Uint8Array.of(0, 1, 2, 3, 0, 0xff, 0xfe)),
      'does not exist': () => Promise.resolve(),
    };
    for (const [what, make] of Object.entries(cases)) {
      it(`because it ${what}, is refused by name, and opens once it is a scenario`, async () => {
        const name = `${what.replaceAll(' ', '-')}.convt.json`;
        const uri = vscode.Uri.joinPath(folder, name);
        await make(uri);
        const { argument, message } = refusal(await convt.open(uri));
        assertEqual(argument, 'file');
        assert(message.includes(name), message);
        // The command shows the refusal in a message, and does not wait for an editor either.
        await vscode.commands.executeCommand('convt.openScenario', uri);
        await closeEverything();
        await vscode.workspace.fs.delete(uri).then(undefined, () => undefined);
        const { session } = await open(name, serializeScenario(scenario));
        assertEqual(value(await session.result()).verdict, 'exact');
      });
    }
  });

  it('is run again when a tensor file that it names is written', async () => {
    await copy(folder, 'x.npy');
    await copy(folder, 'w.npy');
    const { session } = await open('files.convt.json', await fixtureText('files.convt.json'));
    const before = value(await session.result());
    assertEqual(before.output.shape, (await expected()).files.shape);
    const weight = vscode.Uri.joinPath(folder, 'w.npy');
    const bytes = Uint8Array.from(await vscode.workspace.fs.readFile(weight));
    // The sign of the last weight: another number in a file that is still valid.
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 0x80;
    await vscode.workspace.fs.writeFile(weight, bytes);
    await eventually(async () => value(await session.result()).output.sha256 !== before.output.sha256, 'a new result');
  });

  it('shows its source beside the debugger when asked', async () => {
    const { session, document } = await open('source.convt.json', serializeScenario(scenario));
    value(await session.result());
    await vscode.commands.executeCommand('convt.showSource');
    await eventually(
      () =>
        assertEqual(vscode.window.activeTextEditor?.document.uri.toString(), document.uri.toString(), 'active editor'),
      'showing the source',
    );
  });

  it('is compared with another as text', async () => {
    const left = await write(folder, 'left.convt.json', serializeScenario(scenario));
    const right = await write(folder, 'right.convt.json', serializeScenario(edited()));
    await vscode.commands.executeCommand('vscode.diff', left, right);
    await eventually(
      () => vscode.window.tabGroups.activeTabGroup.activeTab?.input instanceof vscode.TabInputTextDiff,
      'a text comparison',
    );
  });

  it('can be created without a file', async () => {
    void vscode.commands.executeCommand('convt.newScenario');
    const tab = await eventually(async () => {
      await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
      const { activeTab } = vscode.window.tabGroups.activeTabGroup;
      return activeTab?.input instanceof vscode.TabInputCustom ? activeTab : null;
    }, 'an untitled scenario');
    assert(tab.input instanceof vscode.TabInputCustom, 'the tab is not a custom editor');
    const { uri } = tab.input;
    assertEqual(uri.scheme, 'untitled');
    await eventually(() => tab.isDirty, 'becoming dirty');
    const session = value(await convt.open(uri));
    assertEqual(value(await session.result()).output.shape, [1, 1, 8, 8]);
  });
});
