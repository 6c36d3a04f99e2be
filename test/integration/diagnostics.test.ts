import * as vscode from 'vscode';
import { serializeScenario } from '../../src/scenario/document/serializeScenario.ts';
import { parseScenario } from '../../src/scenario/document/parseScenario.ts';
import { eventually } from '../browser/eventually.ts';
import { assert, assertEqual, assertMatch } from './assert.ts';
import { api, closeEverything, value } from './convt.ts';
import { copy, fixtureText, remove, scratchFolder, write } from './fixtures.ts';

describe('the problems of a *.convt.json text', () => {
  let folder: vscode.Uri;
  let text: string;
  before(async () => {
    await api();
    folder = await scratchFolder();
    text = serializeScenario(value(parseScenario(await fixtureText('integers.convt.json'))));
  });
  after(() => remove(folder));
  afterEach(closeEverything);

  const problemsOf = (uri: vscode.Uri): vscode.Diagnostic[] =>
    vscode.languages.getDiagnostics(uri).filter(({ source }) => source === 'ConvTranspose2d');

  /** Waits until the only problem of a document has this message and marks this text. */
  async function assertProblem(document: vscode.TextDocument, message: RegExp, marked: string): Promise<void> {
    await eventually(() => {
      const [problem, ...others] = problemsOf(document.uri);
      assert(problem !== undefined, 'no problem');
      assertEqual(others, [], 'further problems');
      assertMatch(problem.message, message);
      assertEqual(document.getText(problem.range), marked, 'marked');
    }, 'the problem');
  }

  async function assertNoProblem(uri: vscode.Uri): Promise<void> {
    await eventually(() => assertEqual(problemsOf(uri), [], 'problems'), 'vanishing');
  }

  async function show(name: string, content: string): Promise<vscode.TextDocument> {
    const document = await vscode.workspace.openTextDocument(await write(folder, name, content));
    await vscode.window.showTextDocument(document);
    return document;
  }

  async function replace(document: vscode.TextDocument, content: string): Promise<void> {
    const edit = new vscode.WorkspaceEdit();
    edit.replace(document.uri, new vscode.Range(0, 0, document.lineCount, 0), content);
    assert(await vscode.workspace.applyEdit(edit), 'the edit was not applied');
  }

  const cases: readonly [what: string, from: string, to: string, marked: string, message: RegExp][] = [
    ['a value of the wrong kind', '"groups": 2', '"groups": "two"', '"two"', /groups must be an integer/],
    ['an unknown key', '"groups": 2', '"group": 2', '"group"', /unknown key "group"/],
    ['an entry of a list', '"stride": [2, 1]', '"stride": [2, 1.5]', '1.5', /stride\[1\] must be an integer/],
    ['a rule of the call', '"groups": 2', '"groups": 3', '3', /groups = 3/],
    ['a rule of one axis', '"output_padding": [1, 0]', '"output_padding": [7, 0]', '7', /output_padding\[0\] = 7/],
    ['a syntax error', '"groups": 2', '"groups": two', 'two', /not JSON: invalid symbol/],
    ['a missing version', '"version": 1,', '', '{', /version must be 1/],
  ];
  for (const [what, from, to, marked, message] of cases) {
    it(`names ${what} at its place, and vanishes once it is corrected`, async () => {
      assert(text.includes(from), `the fixture has no ${from}`);
      const document = await show(`${what.replaceAll(' ', '-')}.convt.json`, text.replace(from, to));
      await assertProblem(document, message, marked);
      await replace(document, text);
      await assertNoProblem(document.uri);
    });
  }

  it('do not include comments and trailing commas', async () => {
    const commented = text
      .replace('"version": 1,', '// the first\n"version": 1,')
      .replace(/\n\}\n$/, ', // the last\n}\n');
    const errors = (): string[] =>
      vscode.languages
        .getDiagnostics(document.uri)
        .filter(({ severity }) => severity === vscode.DiagnosticSeverity.Error)
        .map(({ source, message }) => `${source ?? 'unknown'}: ${message}`);
    const isVscode = (error: string): boolean => !error.startsWith('ConvTranspose2d');
    const document = await show('comments.convt.json', commented.replace('"version": 1', '"version" 1'));
    // VS Code checks the text as well: only once it has found the fault can its errors vanish.
    await eventually(() => {
      const found = errors();
      assertEqual([found.some(isVscode), found.every(isVscode)], [true, false], `errors ${found.join(', ')}`);
    }, 'an error of VS Code and a problem');
    await replace(document, commented);
    await eventually(() => assertEqual(errors(), [], 'errors'), 'vanishing');
  });

  it('appear while the debugger shows the document', async () => {
    const uri = await write(folder, 'shown.convt.json', text.replace('"groups": 2', '"groups": 3'));
    value(await (await api()).open(uri));
    await eventually(() => assertEqual(problemsOf(uri).length, 1, 'number of problems'), 'a problem');
  });

  it('include a missing tensor file until it is written', async () => {
    await copy(folder, 'x.npy');
    const document = await show('files.convt.json', await fixtureText('files.convt.json'));
    await assertProblem(document, /w\.npy cannot be read: .*does not exist/, '"w.npy"');
    await copy(folder, 'w.npy');
    await assertNoProblem(document.uri);
  });

  it('vanish when the document is closed', async () => {
    const uri = await write(folder, 'closed.convt.json', text.replace('"groups": 2', '"groups": 3'));
    // A document that an extension opens stays open for some minutes; one that an editor opens closes with it.
    await vscode.commands.executeCommand('vscode.openWith', uri, 'default');
    await eventually(() => assertEqual(problemsOf(uri).length, 1, 'number of problems'), 'a problem');
    await closeEverything();
    await assertNoProblem(uri);
  });
});
