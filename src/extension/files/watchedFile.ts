import type * as vscode from 'vscode';
import type { Result } from '../../engine/core/refusal.ts';
import type { RawLayout } from '../../formats/common/rawLayout.ts';
import type { TensorFile } from '../../formats/common/tensorFile.ts';
import { openTensorFileAt } from './openTensorFileAt.ts';
import { TensorFileWatch } from './tensorFileWatch.ts';

/** A tensor file whose headers are read when they are first needed, and again after the file has changed. */
export class WatchedFile {
  readonly uri: vscode.Uri;
  readonly #watch: TensorFileWatch;
  #opened: Promise<Result<TensorFile>> | null = null;
  /** How the file is read if the user said that it holds raw numbers. */
  #layout: RawLayout | null = null;

  /** `changed` is called after every change of the file. */
  constructor(uri: vscode.Uri, changed: () => void) {
    this.uri = uri;
    this.#watch = new TensorFileWatch(() => {
      this.#opened = null;
      changed();
    });
    this.#watch.watch([uri]);
  }

  /** Returns the current file. */
  async open(): Promise<Result<TensorFile>> {
    for (;;) {
      const opened = (this.#opened ??= openTensorFileAt(this.uri, undefined, this.#layout));
      const file = await opened;
      // If the file changed while it was being opened, it is opened again.
      if (this.#opened === opened) return file;
    }
  }

  /** Reads the file as raw numbers from now on. */
  readAs(layout: RawLayout): void {
    this.#layout = layout;
    this.#opened = null;
  }

  dispose(): void {
    this.#watch.dispose();
  }
}
