import * as vscode from 'vscode';
import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import { elementFormats } from '../../formats/common/element.ts';
import type { TensorEntry, TensorFile } from '../../formats/common/tensorFile.ts';
import { findEntry } from '../../formats/common/tensorPath.ts';
import { formatShape } from '../../scenario/text/format.ts';
import type { Channel } from '../../protocol/channel.ts';
import {
  compareChanged,
  type CompareInfo,
  compareReadyRequest,
  type CompareState,
  readSideRequest,
  type Side,
  stepMismatch,
} from '../../protocol/tensorMessages.ts';
import { pageHtml, pageRoots } from '../page/pageHtml.ts';
import { PageLink } from '../page/pageLink.ts';
import { servePage } from '../page/pageServices.ts';
import { npyOfEntry } from '../files/tensorBytes.ts';
import { WatchedFile } from '../files/watchedFile.ts';
import { webviewPort } from '../page/webviewPort.ts';

interface Found {
  readonly file: TensorFile;
  readonly entry: TensorEntry;
  readonly side: Side;
}

/** The page of two tensors side by side. */
export class ComparePanel {
  readonly panel: vscode.WebviewPanel;
  readonly #state: CompareState;
  readonly #files: Readonly<Record<'a' | 'b', WatchedFile>>;
  readonly #link: PageLink<Result<CompareInfo>>;

  constructor(extension: vscode.Uri, panel: vscode.WebviewPanel, state: CompareState) {
    this.panel = panel;
    this.#state = state;
    const watched = (uri: string): WatchedFile => new WatchedFile(vscode.Uri.parse(uri, true), () => void this.#tell());
    this.#files = { a: watched(state.a.uri), b: watched(state.b.uri) };
    panel.webview.options = { enableScripts: true, localResourceRoots: pageRoots(extension) };
    this.#link = new PageLink(
      webviewPort(panel.webview),
      compareReadyRequest,
      () => this.#info(),
      (channel) => this.#serve(channel),
    );
    const visible = panel.onDidChangeViewState(() => {
      if (!panel.visible) this.#link.lost();
    });
    panel.onDidDispose(() => {
      this.#link.close();
      this.#files.a.dispose();
      this.#files.b.dispose();
      visible.dispose();
    });
    panel.webview.html = pageHtml(panel.webview, extension, 'compare');
  }

  /** Goes to the next or the previous mismatch. */
  step(by: 1 | -1): void {
    this.#link.emit(stepMismatch, by);
  }

  #serve(channel: Channel): void {
    servePage(channel, vscode.Uri.joinPath(this.#files.a.uri, '..'));
    channel.handle(readSideRequest, async ({ side }) => {
      const found = await this.#find(side);
      return found.ok ? await npyOfEntry(found.value.file, found.value.entry) : found;
    });
  }

  async #tell(): Promise<void> {
    this.#link.emit(compareChanged, await this.#info());
  }

  /** Tensors of different shapes are not compared: nothing is broadcast. */
  async #info(): Promise<Result<CompareInfo>> {
    const a = await this.#find('a');
    if (!a.ok) return a;
    const b = await this.#find('b');
    if (!b.ok) return b;
    const [one, other] = [a.value.side, b.value.side];
    const shapes = [one, other].map(({ entry }) => formatShape(entry.shape));
    if (shapes[0] !== shapes[1]) {
      return refuse(
        'actual',
        `${one.label} has the shape ${shapes[0] ?? ''} and ${other.label} has ${shapes[1] ?? ''}: only tensors of one shape can be compared.`,
      );
    }
    return ok({ state: this.#state, a: one, b: other });
  }

  async #find(which: 'a' | 'b'): Promise<Result<Found>> {
    const file = await this.#files[which].open();
    if (!file.ok) return file;
    const entry = findEntry(file.value, this.#state[which].key);
    if (!entry.ok) return entry;
    const { name } = file.value;
    const { key, element } = entry.value;
    const label = key === '' ? name : `${name}#${key}`;
    const side = { label, entry: entry.value, stored: elementFormats[element].stored };
    return ok({ file: file.value, entry: entry.value, side });
  }
}
