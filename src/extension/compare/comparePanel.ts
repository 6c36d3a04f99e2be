import * as vscode from 'vscode';
import { ok, type Result } from '../../engine/core/refusal.ts';
import type { TensorFile } from '../../formats/common/tensorFile.ts';
import { findEntry } from '../../formats/common/tensorPath.ts';
import { type EntryPair, pairEntries } from '../../formats/differences/pairEntries.ts';
import type { Channel } from '../../protocol/channel.ts';
import {
  compareChanged,
  type ComparedFile,
  compareFilesRequest,
  type CompareInfo,
  comparePairRequest,
  compareReadyRequest,
  type CompareState,
  nextMismatchRequest,
  pairsCompared,
  readComparedRequest,
  stepMismatch,
} from '../../protocol/tensorMessages.ts';
import { WatchedFile } from '../files/watchedFile.ts';
import { openPage } from '../page/openPage.ts';
import type { PageLink } from '../page/pageLink.ts';
import { comparedNames } from './comparedNames.ts';
import type { PairReader } from './pairReader.ts';

/** The panel that compares two tensor files, or one tensor of each. */
export class ComparePanel {
  readonly panel: vscode.WebviewPanel;
  readonly state: CompareState;
  readonly #files: Readonly<Record<'a' | 'b', WatchedFile>>;
  readonly #link: PageLink<Result<CompareInfo>>;
  #opened: { readonly a: TensorFile; readonly b: TensorFile; readonly reader: Result<PairReader> } | null = null;

  constructor(extension: vscode.Uri, panel: vscode.WebviewPanel, state: CompareState) {
    this.panel = panel;
    this.state = state;
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
    channel.handle(compareFilesRequest, ({ tolerance, round }, context) =>
      this.#with((reader) =>
        reader.compareAll(tolerance, (differences) => channel.emit(pairsCompared, { round, differences }), context),
      ),
    );
    channel.handle(comparePairRequest, (question, context) =>
      this.#with((reader) => reader.compare(question, context)),
    );
    channel.handle(readComparedRequest, (question, context) => this.#with((reader) => reader.read(question, context)));
    channel.handle(nextMismatchRequest, (question, context) =>
      this.#with((reader) => reader.nextMismatch(question, question.from, question.by, context)),
    );
  }

  async #tell(): Promise<void> {
    this.#link.emit(compareChanged, await this.#info());
  }

  async #info(): Promise<Result<CompareInfo>> {
    const reader = await this.#reader();
    if (!reader.ok) return reader;
    const { a, b } = this.#files;
    const labels = comparedNames(a.uri, b.uri);
    const side = (which: 'a' | 'b'): ComparedFile => {
      const { key } = this.state[which];
      const label = labels[which];
      return {
        label: key === null || key === '' ? label : `${label}#${key}`,
        tensors: this.#opened?.[which].entries.length ?? 0,
      };
    };
    return ok({ state: this.state, a: side('a'), b: side('b'), pairs: reader.value.pairs });
  }

  async #with<T>(act: (reader: PairReader) => Promise<Result<T>>): Promise<Result<T>> {
    const reader = await this.#reader();
    return reader.ok ? await act(reader.value) : reader;
  }

  /** Returns what reads the current files. */
  async #reader(): Promise<Result<PairReader>> {
    const a = await this.#files.a.open();
    if (!a.ok) return a;
    const b = await this.#files.b.open();
    if (!b.ok) return b;
    const { PairReader: Reader } = await import('./pairReader.ts');
    if (this.#opened?.a !== a.value || this.#opened.b !== b.value) {
      const pairs = pairsOf(this.state, a.value, b.value);
      const reader = pairs.ok ? ok(new Reader({ a: a.value, b: b.value }, pairs.value)) : pairs;
      this.#opened = { a: a.value, b: b.value, reader };
    }
    return this.#opened.reader;
  }
}

/** Returns the pairs to compare. */
function pairsOf(state: CompareState, a: TensorFile, b: TensorFile): Result<readonly EntryPair[]> {
  if (state.a.key === null || state.b.key === null) return ok(pairEntries(a.entries, b.entries));
  const one = findEntry(a, state.a.key);
  if (!one.ok) return one;
  const other = findEntry(b, state.b.key);
  return other.ok ? ok([{ a: one.value, b: other.value }]) : other;
}
