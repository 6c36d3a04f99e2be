import type * as vscode from 'vscode';
import type { Result } from '../../engine/core/refusal.ts';
import type { TensorFile } from '../../formats/common/tensorFile.ts';
import { openTensorFileAt } from './openTensorFileAt.ts';
import { TensorFileWatch } from './tensorFileWatch.ts';

/** A tensor file whose headers are read when they are first needed, and again after the file has changed. */
export class WatchedFile {
  readonly uri: vscode.Uri;
  readonly #watch: TensorFileWatch;
  #opened: Promise<Result<TensorFile>> | null = null;

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
      const opened = (this.#opened ??= openTensorFileAt(this.uri));
      const file = await opened;
      // If the file changed while it was being opened, it is opened again.
      if (this.#opened === opened) return file;
    }
  }

  dispose(): void {
    this.#watch.dispose();
  }
}
