import type * as vscode from 'vscode';
import { ok, type Result } from '../../engine/core/refusal.ts';
import type { Debugger } from './debugger.ts';
import { createDeferred, type Deferred } from '../shared/deferred.ts';

/** All debuggers that are open, the one used last at the end. */
export class Debuggers {
  readonly #open: Debugger[] = [];
  readonly #expected = new Map<string, Deferred<Result<Debugger>>>();

  /** Takes a debugger in until its panel is closed. */
  add(opened: Debugger): void {
    this.#open.push(opened);
    opened.panel.onDidChangeViewState(() => {
      if (opened.panel.active) this.#open.push(...this.#remove(opened));
    });
    opened.panel.onDidDispose(() => this.#remove(opened));
    if (opened.model.document !== null) this.#settle(opened.model.document, ok(opened));
  }

  /** The debugger that a command means: the active one, else the one in sight that was used last. */
  current(): Debugger | null {
    return this.#last(({ panel }) => panel.active) ?? this.#last(({ panel }) => panel.visible);
  }

  /** The debugger used last, whether it is in sight or not. */
  last(): Debugger | null {
    return this.#last(() => true);
  }

  /** The panel (not a document's editor) used last. */
  lastPanel(): Debugger | null {
    return this.#last(({ model }) => model.document === null);
  }

  /** The editor of this document used last. */
  ofDocument(document: vscode.Uri): Debugger | null {
    const key = document.toString();
    return this.#last(({ model }) => model.document?.toString() === key);
  }

  /** Resolves when the next editor of this document has been taken in, or was given up. */
  expect(document: vscode.Uri): Promise<Result<Debugger>> {
    const key = document.toString();
    const expected = this.#expected.get(key) ?? createDeferred<Result<Debugger>>();
    this.#expected.set(key, expected);
    return expected.promise;
  }

  /** No editor of this document will come: whoever expects one learns why. */
  giveUp(document: vscode.Uri, why: Result<never>): void {
    this.#settle(document, why);
  }

  #settle(document: vscode.Uri, result: Result<Debugger>): void {
    const key = document.toString();
    this.#expected.get(key)?.resolve(result);
    this.#expected.delete(key);
  }

  #last(wanted: (open: Debugger) => boolean): Debugger | null {
    return this.#open.filter(wanted).at(-1) ?? null;
  }

  #remove(opened: Debugger): Debugger[] {
    const index = this.#open.indexOf(opened);
    return index < 0 ? [] : this.#open.splice(index, 1);
  }
}
