import { execFileSync } from 'node:child_process';
import * as vscode from 'vscode';
import { reviewRepository, type ReviewedFile } from '../../src/extension/changes/repositoryReview.ts';
import { childrenOf, treeItemOf } from '../../src/extension/changes/changeNodes.ts';
import { comparedNames } from '../../src/extension/compare/comparedNames.ts';
import { PairReader } from '../../src/extension/compare/pairReader.ts';
import { openTensorFileAt } from '../../src/extension/files/openTensorFileAt.ts';
import { pairEntries } from '../../src/formats/differences/pairEntries.ts';
import type { GitExports, GitRepository } from '../../src/extension/git/gitApi.ts';
import type { GitVersion } from '../../src/extension/git/gitVersion.ts';
import { tensorOf } from '../../src/engine/core/tensor.ts';
import { writeNpy } from '../../src/formats/npy/writeNpy.ts';
import { eventually } from '../browser/eventually.ts';
import { assert, assertEqual, assertMatch } from './assert.ts';
import { api, closeEverything, value } from './convt.ts';
import { remove, scratchFolder, write } from './fixtures.ts';
import { lensesOf, replaceText } from './pythonLab.ts';

const net = (kernel: number, size = '28x28'): string => `from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.up = nn.ConvTranspose2d(8, 4, ${kernel}, stride=2, padding=1)

    def forward(self, x):
        # x: 1x8x${size}
        return self.up(x)
`;

const scenario = (stride: number): string =>
  JSON.stringify({
    version: 1,
    name: 'up',
    input: { fill: 'randn', shape: [1, 1, 4, 4] },
    weight: { fill: 'randn', shape: [1, 1, 4, 4] },
    stride,
  });

const notebook = (kernel: number): string =>
  JSON.stringify({
    cells: [
      { cell_type: 'code', metadata: {}, outputs: [], execution_count: null, source: ['from torch import nn\n'] },
      {
        cell_type: 'code',
        metadata: {},
        outputs: [],
        execution_count: null,
        source: [`up = nn.ConvTranspose2d(8, 4, ${kernel}, stride=2, padding=1)\n`],
      },
    ],
    metadata: { language_info: { name: 'python' } },
    nbformat: 4,
    nbformat_minor: 5,
  });

/** Sizes by PyTorch's formula: (28 − 1)·2 − 2 + k is 56 with k 4 and 55 with k 3. */
const told = 'since HEAD: 56×56 → 55×55 · overlap even → uneven · weights no longer load: 8×4×4×4 → 8×4×3×3';

describe('changes since the checked-out commit', () => {
  let folder: vscode.Uri;
  let repository: GitRepository;

  const git = (...args: readonly string[]): string =>
    execFileSync(
      'git',
      ['-c', 'user.name=T', '-c', 'user.email=t@example.com', '-c', 'commit.gpgsign=false', ...args],
      {
        cwd: folder.fsPath,
        encoding: 'utf8',
      },
    ).trim();
  const enable = async (enabled: boolean | undefined): Promise<void> =>
    await vscode.workspace.getConfiguration('git').update('enabled', enabled, vscode.ConfigurationTarget.Global);

  before(async () => {
    await api();
    folder = await scratchFolder();
    git('init', '--quiet', '--initial-branch=main');
    await write(folder, 'net.py', net(4));
    await write(folder, 'old.py', net(4, '14x14'));
    await write(folder, 'up.convt.json', scenario(2));
    await write(folder, 'n.ipynb', notebook(4));
    await vscode.workspace.fs.writeFile(at('w.npy'), npy(2, 3));
    git('add', '--all');
    git('commit', '--quiet', '-m', 'first');
    await enable(true);
    const extension = vscode.extensions.getExtension<GitExports>('vscode.git');
    assert(extension !== undefined, 'there is no Git extension');
    const exports = await extension.activate();
    await eventually(() => assert(exports.enabled, 'Git is off'), 'Git');
    const found = await vscode.commands.executeCommand('git.openRepository', folder.fsPath);
    assert(found !== null, 'not opened');
    await eventually(() => {
      const opened = exports.getAPI(1).getRepository(at('net.py'));
      assert(opened?.state.HEAD?.commit !== undefined, 'no repository');
      repository = opened;
    }, 'the repository');
  });
  after(async () => {
    await enable(undefined);
    await remove(folder);
  });
  afterEach(async () => {
    await closeEverything();
    git('reset', '--quiet', '--hard');
    git('clean', '--quiet', '-d', '--force');
  });

  const at = (name: string): vscode.Uri => vscode.Uri.joinPath(folder, name);
  const npy = (...shape: readonly number[]): Uint8Array =>
    writeNpy(tensorOf('float32', shape, new Array<number>(shape.reduce((a, b) => a * b, 1)).fill(1)));
  const show = async (name: string): Promise<vscode.TextDocument> => {
    const document = await vscode.workspace.openTextDocument(at(name));
    await vscode.window.showTextDocument(document);
    // The test before may have left another text in the memory of VS Code.
    await vscode.commands.executeCommand('workbench.action.files.revert');
    return document;
  };
  const changes = async (uri: vscode.Uri): Promise<readonly string[]> =>
    (await lensesOf(uri)).filter((title) => title.startsWith('since'));
  const waitForChanges = async (uri: vscode.Uri, expected: readonly string[]): Promise<void> =>
    await eventually(async () => assertEqual(await changes(uri), expected, 'changes'), 'the changes');
  const review = async (before: GitVersion, after: GitVersion): Promise<readonly ReviewedFile[]> => {
    const files = await reviewRepository(
      { repository, before, after },
      {
        token: new vscode.CancellationTokenSource().token,
        report: () => undefined,
        options: () => undefined,
        memoryCap: 1e9,
      },
    );
    assert(files !== null, 'cancelled');
    return files;
  };
  const head: GitVersion = { kind: 'commit', ref: 'HEAD' };
  const workingTree: GitVersion = { kind: 'working tree' };

  it('are told beside the call while it is edited, and vanish with the edit', async () => {
    const document = await show('net.py');
    await waitForChanges(document.uri, []);
    await replaceText(document, '4, 4,', '4, 3,');
    await waitForChanges(document.uri, [told]);
    await replaceText(document, '4, 3,', '4, (4, 4),  # as it was\n            ');
    await waitForChanges(document.uri, []);
  });

  it('are told in the hover, with the calls as a diff', async () => {
    const document = await show('net.py');
    await replaceText(document, '4, 4,', '4, 3,');
    const position = document.positionAt(document.getText().indexOf('ConvTranspose2d') + 3);
    await eventually(async () => {
      const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
        'vscode.executeHoverProvider',
        document.uri,
        position,
      );
      const text = hovers
        .flatMap(({ contents }) => contents)
        .map((content) => (content instanceof vscode.MarkdownString ? content.value : ''))
        .join('\n');
      assertMatch(text, /56×56 → 55×55/);
      assertMatch(text, /- nn\.ConvTranspose2d\(8, 4, 4,[^\n]*\n\+ nn\.ConvTranspose2d\(8, 4, 3,/);
    }, 'the hover');
  });

  it('are told of a renamed file, follow a commit, and are none in files that Git does not know', async () => {
    git('mv', 'old.py', 'new.py');
    await write(folder, 'new.py', net(3, '14x14'));
    await repositoryKnows('new.py');
    const renamed = await show('new.py');
    await eventually(
      async () => assertMatch((await changes(renamed.uri)).join(), /^since HEAD: 28×28 → 27×27/),
      'new.py',
    );
    await write(folder, 'unknown.py', net(3));
    const unknown = await show('unknown.py');
    await waitForChanges(unknown.uri, []);
    const original = git('rev-parse', 'HEAD');
    git('commit', '--quiet', '--all', '-m', 'second');
    await vscode.commands.executeCommand('git.refresh');
    await waitForChanges(renamed.uri, []);
    git('reset', '--quiet', '--hard', original);
  });

  it('are told in the cells of a notebook', async () => {
    await vscode.workspace.fs.writeFile(at('n.ipynb'), new TextEncoder().encode(notebook(3)));
    const opened = await vscode.workspace.openNotebookDocument(at('n.ipynb'));
    await vscode.window.showNotebookDocument(opened);
    const [, cell] = opened.getCells();
    assert(cell !== undefined, 'no cell');
    await eventually(
      async () => assertMatch((await changes(cell.document.uri)).join(), /^since HEAD: 2H×2W → \(2H − 1\)×\(2W − 1\)/),
      'the cell',
    );
  });

  it('open in one debugger, which computes both versions', async () => {
    const document = await show('net.py');
    await replaceText(document, '4, 4,', '4, 3,');
    await waitForChanges(document.uri, [told]);
    await vscode.commands.executeCommand('convt.debugBeforeAndAfter', {
      uri: document.uri.toString(),
      path: 'Net.__init__ › self.up',
    });
    const session = (await api()).last();
    assert(session !== null, 'no debugger');
    const report = value(await session.result());
    assertEqual(report.output.shape, [1, 4, 55, 55], 'after');
  });

  it('of the working tree are listed with what changed in each file', async () => {
    await write(folder, 'net.py', net(3));
    await write(folder, 'up.convt.json', scenario(4));
    await write(folder, 'added.py', net(4));
    await vscode.workspace.fs.writeFile(at('w.npy'), npy(2, 4));
    await vscode.workspace.fs.delete(at('old.py'));
    await repositoryKnows('added.py');
    const files = await review(head, workingTree);
    const rows = files.map((file) => {
      const node = { kind: 'file', file, range: { repository, before: head, after: workingTree } } as const;
      return [file.change.path, file.change.status, childrenOf(node).map((child) => labelOf(treeItemOf(child, true)))];
    });
    // The call of old.py is that of added.py: both have the same arguments.
    assertEqual(
      rows.map(([path, status]) => `${String(status)} ${String(path)}`),
      ['added added.py', 'changed net.py', 'changed up.convt.json', 'changed w.npy'],
      'files',
    );
    assertMatch(JSON.stringify(rows), /moved from old\.py/);
    assertMatch(JSON.stringify(rows), /56×56 → 55×55 · overlap even → uneven/);
    // (4 − 1)·2 + 4 = 10 and (4 − 1)·4 + 4 = 16.
    assertMatch(JSON.stringify(rows), /1×1×10×10 → 1×1×16×16/);
    assertMatch(JSON.stringify(rows), /the tensor 2×3 float32 → 2×4 float32/);
  });

  it('of the index and between two commits are read from Git', async () => {
    await write(folder, 'net.py', net(3));
    git('add', 'net.py');
    await write(folder, 'net.py', net(2));
    await repositoryKnows('net.py');
    const staged = await review(head, { kind: 'index' });
    assertEqual(
      staged.map(({ change }) => change.path),
      ['net.py'],
      'staged',
    );
    assert(JSON.stringify(staged[0]?.change).includes('8×4×4×4 → 8×4×3×3'), 'not the staged version');
    const first = git('rev-parse', 'HEAD');
    git('switch', '--quiet', '--create', 'feature');
    git('commit', '--quiet', '-m', 'staged');
    const between = await review({ kind: 'commit', ref: first }, { kind: 'commit', ref: 'feature' });
    assertEqual(
      between.map(({ change }) => change.path),
      ['net.py'],
      'between',
    );
    git('reset', '--quiet', '--hard');
    git('switch', '--quiet', 'main');
    git('branch', '--quiet', '-D', 'feature');
  });

  it('open in the diff editor at the call, and tensors in a comparison', async () => {
    await write(folder, 'net.py', net(3));
    await vscode.workspace.fs.writeFile(at('w.npy'), npy(2, 4));
    await repositoryKnows('w.npy');
    const range = { repository, before: head, after: workingTree };
    const files = await review(head, workingTree);
    const rows = files.flatMap((file) => childrenOf({ kind: 'file', file, range }));
    const call = rows.find(({ kind }) => kind === 'call');
    // VS Code reads a changed file again a moment later, which moves the cursor.
    await eventually(async () => {
      const document = await vscode.workspace.openTextDocument(at('net.py'));
      assertEqual(document.getText(), net(3), 'text');
    }, 'the file as it is on the disk');
    await vscode.commands.executeCommand('convt.openCallDiff', call);
    await eventually(() => {
      const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
      assert(input instanceof vscode.TabInputTextDiff, 'no diff');
      assertEqual([input.original.scheme, input.modified.scheme], ['git', 'file'], 'sides');
      assertEqual(vscode.window.activeTextEditor?.selection.active.line, 6, 'line');
    }, 'the diff editor');
    const tensor = rows.find(({ kind }) => kind === 'line');
    await vscode.commands.executeCommand('convt.openBeforeAndAfter', tensor);
    await eventually(() => {
      const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
      assert(input instanceof vscode.TabInputWebview && input.viewType.endsWith('convt.compare'), 'no comparison');
    }, 'the comparison');
    const both = files.find(({ change }) => change.kind === 'calls');
    assert(both !== undefined, 'no calls');
    await vscode.commands.executeCommand('convt.debugBeforeAndAfter', call);
    const session = (await api()).last();
    assertEqual(value(await (session ?? neverOpened()).result()).output.shape, [1, 4, 55, 55], 'after');
  });

  it('of a tensor file open as a comparison from Source Control, whose values are read from Git', async () => {
    const changed = writeNpy(tensorOf('float32', [2, 3], [1, 1, 1, 1, 1.5, 1]));
    await vscode.workspace.fs.writeFile(at('w.npy'), changed);
    await repositoryKnows('w.npy');
    await vscode.commands.executeCommand('git.openChange', at('w.npy'));
    await eventually(() => {
      const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
      assertEqual(
        tabs.map(({ label }) => label),
        ['w.npy (index ↔ working tree)'],
        'tabs',
      );
    }, 'the comparison');
    const extension = vscode.extensions.getExtension<GitExports>('vscode.git');
    const before = extension?.exports.getAPI(1).toGitUri(at('w.npy'), 'HEAD');
    assert(before !== undefined, 'no Git');
    assertEqual(comparedNames(before, at('w.npy')), { a: 'w.npy (HEAD)', b: 'w.npy (working tree)' });
    const files = { a: value(await openTensorFileAt(before)), b: value(await openTensorFileAt(at('w.npy'))) };
    const reader = new PairReader(files, pairEntries(files.a.entries, files.b.entries));
    const found: unknown[] = [];
    const context = { cancelled: () => false, progress: () => undefined };
    value(await reader.compareAll({}, (differences) => found.push(...differences), context));
    assertEqual(found, [
      [
        0,
        {
          status: 'changed',
          values: {
            total: 6,
            isEqual: false,
            maxAbs: { value: 0.5, at: 4 },
            maxRel: { value: 0.5 / 1.5, at: 4 },
            // 1.5 has the unit 2⁻²³ in float32.
            maxUlp: { value: 0.5 / 2 ** -23, at: 4 },
            mismatches: 1,
            unmatched: 0,
            bothNaN: 0,
          },
          reason: null,
        },
      ],
    ]);
    const compared = value(await reader.compare({ pair: 0, tolerance: {} }, context));
    assertEqual(compared.worstValues[0], [1, 1.5]);
    assertEqual(value(await reader.nextMismatch({ pair: 0, tolerance: {} }, 0, 1, context)), 4);
  });

  it('are none while Git is turned off, and come back with it', async () => {
    const document = await show('net.py');
    await replaceText(document, '4, 4,', '4, 3,');
    await waitForChanges(document.uri, [told]);
    await enable(false);
    await waitForChanges(document.uri, []);
    await enable(true);
    // Git opens the folders of the workspace by itself, and this one below them when it is told to.
    await eventually(async () => {
      await vscode.commands.executeCommand('git.openRepository', folder.fsPath);
    }, 'the repository');
    await waitForChanges(document.uri, [told]);
  });

  /** Waits until Git has noticed a change of a file. */
  async function repositoryKnows(name: string): Promise<void> {
    await vscode.commands.executeCommand('git.refresh');
    await eventually(() => {
      const { workingTreeChanges, indexChanges, untrackedChanges = [] } = repository.state;
      const paths = [...workingTreeChanges, ...indexChanges, ...untrackedChanges].flatMap(({ uri, renameUri }) => [
        uri.path,
        renameUri?.path,
      ]);
      assert(paths.includes(at(name).path), `Git does not know ${name}`);
    }, name);
  }
});

function labelOf({ label, description }: vscode.TreeItem): string {
  return `${typeof label === 'string' ? label : ''} ${String(description ?? '')}`;
}

function neverOpened(): never {
  throw new Error('No debugger was opened.');
}
