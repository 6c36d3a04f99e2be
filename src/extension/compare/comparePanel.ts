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
import { openPage } from '../page/openPage.ts';
import type { PageLink } from '../page/pageLink.ts';
import { readEntryAsNpy } from '../files/readEntry.ts';
import { WatchedFile } from '../files/watchedFile.ts';

/** One of the two tensors, read from its file. */
interface OpenedSide {
  readonly file: TensorFile;
  readonly entry: TensorEntry;
  readonly side: Side;
}

/** The panel that compares two tensors. */
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
    const { a, b } = this.#files;
    this.#link = openPage(extension, panel, {
      view: 'compare',
      ready: compareReadyRequest,
      init: () => this.#info(),
      base: vscode.Uri.joinPath(a.uri, '..'),
      serve: (channel) => this.#serve(channel),
      disposables: [a, b],
    });
  }

  /** Moves the cursor to the next (1) or the previous (−1) mismatch. */
  step(by: 1 | -1): void {
    this.#link.emit(stepMismatch, by);
  }

  #serve(channel: Channel): void {
    channel.handle(readSideRequest, async ({ side }) => {
      const found = await this.#find(side);
      return found.ok ? await readEntryAsNpy(found.value.file, found.value.entry) : found;
    });
  }

  async #tell(): Promise<void> {
    this.#link.emit(compareChanged, await this.#info());
  }

  /** Refused if the shapes differ, because tensors are not broadcast. */
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
        `${one.label} has the shape ${shapes[0] ?? ''} and ${other.label} has ${shapes[1] ?? ''}: the shapes must be equal to compare them.`,
      );
    }
    return ok({ state: this.#state, a: one, b: other });
  }

  async #find(which: 'a' | 'b'): Promise<Result<OpenedSide>> {
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
