import * as vscode from 'vscode';
import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import type { TensorEntry, TensorFile } from '../../formats/common/tensorFile.ts';
import { findEntry } from '../../formats/common/tensorPath.ts';
import type { Channel } from '../../protocol/channel.ts';
import {
  type FileInfo,
  fileChanged,
  fileReadyRequest,
  openAsLayerRequest,
  openLayerRequest,
  readPartRequest,
  readRawRequest,
  saveTensorRequest,
  statisticsRequest,
  useTensorRequest,
} from '../../protocol/tensorMessages.ts';
import { reachMilestone } from '../shared/milestones.ts';
import { openPage } from '../page/openPage.ts';
import type { PageLink } from '../page/pageLink.ts';
import { askRawLayout } from '../files/askRawLayout.ts';
import { exportEntry } from '../files/readEntry.ts';
import { saveFileAs } from '../files/saveFile.ts';
import { TensorParts } from './tensorParts.ts';
import type { TensorUses } from './tensorUses.ts';
import { WatchedFile } from '../files/watchedFile.ts';

/** Shows tensor files in the tensor viewer, which never writes to them. */
export class TensorFileEditor implements vscode.CustomReadonlyEditorProvider {
  readonly #extension: vscode.Uri;
  readonly #uses: TensorUses;
  readonly #opened: (uri: vscode.Uri, panel: vscode.WebviewPanel) => void;

  /** @param opened is called with every viewer that was opened */
  constructor(extension: vscode.Uri, uses: TensorUses, opened: (uri: vscode.Uri, panel: vscode.WebviewPanel) => void) {
    this.#extension = extension;
    this.#uses = uses;
    this.#opened = opened;
  }

  openCustomDocument(uri: vscode.Uri): vscode.CustomDocument {
    return { uri, dispose: () => undefined };
  }

  resolveCustomEditor(document: vscode.CustomDocument, panel: vscode.WebviewPanel): void {
    reachMilestone('tensorViewed');
    new TensorFilePage(this.#extension, panel, document.uri, this.#uses);
    this.#opened(document.uri, panel);
  }
}

/** The page of a tensor file: lists its tensors and layers, and uses them. */
class TensorFilePage {
  readonly #file: WatchedFile;
  readonly #uses: TensorUses;
  readonly #parts = new TensorParts();
  readonly #link: PageLink<Result<FileInfo>>;

  constructor(extension: vscode.Uri, panel: vscode.WebviewPanel, uri: vscode.Uri, uses: TensorUses) {
    this.#uses = uses;
    this.#file = new WatchedFile(uri, () => void this.#tell());
    this.#link = openPage(extension, panel, {
      view: 'file',
      ready: fileReadyRequest,
      init: () => this.#info(),
      base: vscode.Uri.joinPath(uri, '..'),
      serve: (channel) => this.#serve(channel),
      disposables: [this.#file],
    });
  }

  async #info(): Promise<Result<FileInfo>> {
    const file = await this.#file.open();
    return file.ok ? ok(infoOf(file.value, this.#file.uri)) : file;
  }

  async #tell(): Promise<void> {
    this.#link.emit(fileChanged, await this.#info());
  }

  #serve(channel: Channel): void {
    channel.handle(readRawRequest, async () => {
      const layout = await askRawLayout(this.#file.uri);
      if (layout === null) return ok(null);
      this.#file.readAs(layout);
      return await this.#info();
    });
    channel.handle(readPartRequest, ({ key, part, onlyIfDirect }, context) =>
      this.#with(key, (file, entry) => this.#parts.read(file, entry, part, onlyIfDirect, context)),
    );
    channel.handle(statisticsRequest, ({ key }, context) =>
      this.#with(key, (file, entry) => this.#parts.statistics(file, entry, context)),
    );
    channel.handle(saveTensorRequest, ({ key, suggestedName }) =>
      this.#with(key, async (file, entry) => {
        const npy = await exportEntry(file, entry);
        const folder = vscode.Uri.joinPath(this.#file.uri, '..');
        return npy.ok ? ok(await saveFileAs(suggestedName, npy.value, folder)) : npy;
      }),
    );
    channel.handle(useTensorRequest, ({ key, role }) =>
      this.#with(key, (_, entry) => this.#uses.use(this.#file.uri, entry, role)),
    );
    channel.handle(openAsLayerRequest, ({ key }) =>
      this.#with(key, (file, entry) => this.#uses.openAsLayer(this.#file.uri, file, entry)),
    );
    channel.handle(openLayerRequest, async ({ layer }) => {
      const file = await this.#file.open();
      if (!file.ok) return file;
      const found = file.value.layers[layer];
      return found === undefined
        ? refuse('file', `${file.value.name} has changed and no longer has this layer. Select another one.`)
        : this.#uses.openLayer(this.#file.uri, file.value, found);
    });
  }

  /** Finds a tensor in the current file and does something with it. */
  async #with<T>(
    key: string,
    act: (file: TensorFile, entry: TensorEntry) => Result<T> | Promise<Result<T>>,
  ): Promise<Result<T>> {
    const file = await this.#file.open();
    if (!file.ok) return file;
    const entry = findEntry(file.value, key);
    return entry.ok ? await act(file.value, entry.value) : entry;
  }
}

function infoOf({ format, name, entries, leftOut, layers }: TensorFile, uri: vscode.Uri): FileInfo {
  // A layer's functions cannot be sent to a page.
  const sent = layers.map((layer) => ({
    name: layer.name,
    weight: layer.weight,
    bias: layer.bias,
    missing: layer.missing,
    weightShape: layer.weightShape,
    refused: layer.refused,
    summary: layer.summary,
  }));
  // The path of a version in Git names the version on the disk.
  const unusable = uri.scheme === 'git' ? `this is a version of ${name} in Git; open the file itself` : null;
  return { format, name, entries, leftOut, layers: sent, unusable };
}
