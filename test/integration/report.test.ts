import * as vscode from 'vscode';
import { assert, assertEqual, assertMatch } from './assert.ts';
import { api, closeEverything, extension, value } from './convt.ts';
import { copyChecks, remove, scratchFolder, write } from './fixtures.ts';

const fs = vscode.workspace.fs;

describe('a report', () => {
  let folder: vscode.Uri;
  before(async () => {
    await api();
    folder = await scratchFolder();
    await copyChecks(folder);
  });
  after(() => remove(folder));
  afterEach(closeEverything);

  const document = (name: string): vscode.Uri => vscode.Uri.joinPath(folder, 'checks', `${name}.convt.json`);

  /** Exports the report of a document, or of the debugger in front, and returns its text. */
  async function exported(target: vscode.Uri | undefined, name: string): Promise<string> {
    const to = vscode.Uri.joinPath(folder, name);
    await vscode.commands.executeCommand('convt.exportReport', target, to);
    return await vscode.workspace.decode(await fs.readFile(to), { encoding: 'utf8' });
  }

  it('of a document is written in the format of the file’s name', async () => {
    const target = document('deep/unrotated');
    const report = JSON.parse(await exported(target, 'r.json')) as Record<string, unknown>;
    assertEqual([report.verdict, report.headline], ['mismatch', 'Wrong: the kernel was not rotated by 180°']);
    const markdown = await exported(target, 'r.md');
    assertMatch(markdown, /^### conv_transpose2d: Upsample by two\n/);
    assertMatch(markdown, /\]\(data:image\/png;base64,/);
    const html = await exported(target, 'r.html');
    assertMatch(html, /<iframe id="debugger" title="ConvTranspose2d Debugger" sandbox="allow-scripts">/);
    assertMatch(html, /<meta http-equiv="Content-Security-Policy" content="default-src 'none';/);
  });

  it('has the same bytes each time, without the folder it was made in', async () => {
    const first = await exported(document('nan'), 'a.html');
    assert(first === (await exported(document('nan'), 'b.html')), 'the bytes differ');
    assert(!first.includes(folder.path) && !first.includes('convt-test-'), 'it names the folder');
  });

  it('is that of the debugger in front: of a panel, or of unsaved text', async () => {
    const session = value(await (await api()).open('strided'));
    const panel = JSON.parse(await exported(undefined, 'panel.json')) as {
      readonly output: { readonly sha256: string };
    };
    assertEqual(panel.output.sha256, value(await session.result()).output.sha256, 'digest');
    session.dispose();
    const opened = value(await (await api()).open(document('right')));
    const scenario = { version: 1, name: 'Unsaved', input: one(3), weight: one(2) };
    const text = await vscode.workspace.openTextDocument(document('right'));
    const edit = new vscode.WorkspaceEdit();
    edit.replace(text.uri, new vscode.Range(0, 0, text.lineCount, 0), JSON.stringify(scenario));
    await vscode.workspace.applyEdit(edit);
    value(await opened.result());
    const unsaved = JSON.parse(await exported(undefined, 'unsaved.json')) as { readonly name: string };
    assertEqual(unsaved.name, 'Unsaved');
  });

  it('of a call that PyTorch refuses says why', async () => {
    const report = JSON.parse(await exported(document('illegal'), 'illegal.json')) as { readonly refused: object };
    assertEqual(report.refused, { argument: 'dilation', message: 'dilation[0] = 0 must be an integer of at least 1.' });
  });

  it('is not written if a tensor cannot be read', async () => {
    const to = vscode.Uri.joinPath(folder, 'missing.html');
    await vscode.commands.executeCommand('convt.exportReport', document('missing'), to);
    const names = (await fs.readDirectory(folder)).map(([name]) => name);
    assert(!names.includes('missing.html'), 'a report was written');
  });
});

const one = (number: number) => ({ shape: [1, 1, 1, 1], values: [number] });

describe('a share link', () => {
  let folder: vscode.Uri;
  before(async () => {
    await api();
    folder = await scratchFolder();
  });
  after(() => remove(folder));

  it('is copied with the scheme and the id that this program opens', async () => {
    const scenario = { version: 1, name: 'Shared', input: one(3), weight: one(2) };
    const uri = await write(folder, 'shared.convt.json', JSON.stringify(scenario));
    await vscode.commands.executeCommand('convt.copyShareLink', uri);
    const link = vscode.Uri.parse(await vscode.env.clipboard.readText(), true);
    assertEqual([link.scheme, link.authority, link.path], [vscode.env.uriScheme, extension().id, '/open']);
    assertMatch(link.query, /^v=1&s=[\w-]+$/);
  });
});
