import * as vscode from 'vscode';
import { replaceFile } from '../../src/extension/files/saveFile.ts';
import { parseScenario } from '../../src/scenario/document/parseScenario.ts';
import { assert, assertEqual } from './assert.ts';
import { api, closeEverything, refusal, value } from './convt.ts';
import { expected, fixture, fixtureText, remove, scratchFolder } from './fixtures.ts';
import { MemoryFileSystem } from './memoryFileSystem.ts';

const { fs } = vscode.workspace;

describe('a file system that is not a disk', () => {
  const provider = new MemoryFileSystem();
  const registered: vscode.Disposable[] = [];
  before(async () => {
    for (const name of ['integers.convt.json', 'files.convt.json', 'x.npy', 'w.npy']) {
      provider.files.set(`/${name}`, await fs.readFile(fixture(name)));
    }
    registered.push(
      vscode.workspace.registerFileSystemProvider('convt-memory', provider),
      vscode.workspace.registerFileSystemProvider('convt-readonly', provider, { isReadonly: true }),
    );
  });
  after(() => {
    for (const each of registered) each.dispose();
  });
  afterEach(closeEverything);

  it('can hold a document and its tensor files', async () => {
    const uri = vscode.Uri.from({ scheme: 'convt-memory', path: '/files.convt.json' });
    const session = value(await (await api()).open(uri));
    assertEqual(value(await session.result()).output.shape, (await expected()).files.shape);
  });

  it('that is read-only shows its document and refuses an edit', async () => {
    const uri = vscode.Uri.from({ scheme: 'convt-readonly', path: '/integers.convt.json' });
    const session = value(await (await api()).open(uri));
    assertEqual(value(await session.result()).verdict, 'exact');
    const scenario = value(parseScenario(await fixtureText('integers.convt.json')));
    refusal(await session.edit({ ...scenario, name: 'edited' }));
    const document = await vscode.workspace.openTextDocument(uri);
    assertEqual(document.isDirty, false, 'dirty');
  });

  it('that cannot rename files is written to, and no draft is left', async () => {
    const uri = vscode.Uri.from({ scheme: 'convt-memory', path: '/y.npy' });
    await replaceFile(uri, Uint8Array.of(1, 2, 3));
    assertEqual([...(provider.files.get('/y.npy') ?? [])], [1, 2, 3]);
    assertEqual(
      [...provider.files.keys()].filter((path) => path.startsWith('/y')),
      ['/y.npy'],
    );
  });

  it('gets no name longer than the file’s own, which may be the longest possible', async () => {
    const longest = `/${'y'.repeat(251)}.npy`;
    provider.written.length = 0;
    await replaceFile(vscode.Uri.from({ scheme: 'convt-memory', path: longest }), Uint8Array.of(1));
    assertEqual(provider.written.length, 2, 'the draft, and the file because the draft cannot be renamed');
    for (const path of provider.written) assert(path.length <= longest.length, path);
  });
});

describe('a saved file', () => {
  it('replaces the previous one as a whole, and leaves no draft', async () => {
    const folder = await scratchFolder();
    try {
      const uri = vscode.Uri.joinPath(folder, 'y.npy');
      await replaceFile(uri, Uint8Array.of(1, 2, 3, 4, 5));
      await replaceFile(uri, Uint8Array.of(6, 7));
      assertEqual([...(await fs.readFile(uri))], [6, 7]);
      assertEqual(await fs.readDirectory(folder), [['y.npy', vscode.FileType.File]]);
    } finally {
      await remove(folder);
    }
  });
});
