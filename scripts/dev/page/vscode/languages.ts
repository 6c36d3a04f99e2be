import { Disposable } from './events.ts';
import type { Range } from './position.ts';
import type { Uri } from './uri.ts';

export const DiagnosticSeverity = { Error: 0 } as const;

/** A problem in the text of a document. */
export class Diagnostic {
  readonly range: Range;
  readonly message: string;
  readonly severity: number;
  source = '';

  constructor(range: Range, message: string, severity: number) {
    this.range = range;
    this.message = message;
    this.severity = severity;
  }
}

/** The problems of documents, by URI. They are not shown, because a plain browser has no text editor. */
class DiagnosticCollection {
  readonly #problems = new Map<string, readonly Diagnostic[]>();

  get(uri: Uri): readonly Diagnostic[] | undefined {
    return this.#problems.get(uri.toString());
  }

  set(uri: Uri, problems: readonly Diagnostic[]): void {
    this.#problems.set(uri.toString(), problems);
  }

  delete(uri: Uri): void {
    this.#problems.delete(uri.toString());
  }

  dispose(): void {
    this.#problems.clear();
  }
}

/** The kinds of code actions, by their names. */
export const CodeActionKind = { QuickFix: 'quickfix', Refactor: 'refactor' } as const;

/** Ignored: a plain browser has no text editor. */
const ignored = (): Disposable => new Disposable(() => undefined);

export const languages = {
  createDiagnosticCollection: (): DiagnosticCollection => new DiagnosticCollection(),
  registerCodeLensProvider: ignored,
  registerHoverProvider: ignored,
  registerInlayHintsProvider: ignored,
  registerCodeActionsProvider: ignored,
};
