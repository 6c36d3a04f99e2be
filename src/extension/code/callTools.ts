import * as vscode from 'vscode';
import { type CodePlace, isCodePlace, pasteRequest } from '../../protocol/codeMessages.ts';
import type { CallSite, TransposedSite } from '../../python/callSite.ts';
import { nothingAnswered, questionsAbout, type SiteAnswer } from '../../review/knownLayer.ts';
import { spatialSizes } from '../../review/siteInput.ts';
import { siteScenario } from '../../review/siteScenario.ts';
import { presets } from '../../scenario/presets/presets.ts';
import type { Debuggers } from '../debugger/debuggers.ts';
import type { LastScenario } from '../debugger/lastScenario.ts';
import type { Panels } from '../debugger/panels.ts';
import { showLayerInFrameworks } from '../frameworks/showLayerInFrameworks.ts';
import { reachMilestone } from '../shared/milestones.ts';
import { ArgumentMarks } from './argumentMarks.ts';
import { askAboutCall } from './askAboutCall.ts';
import type { CallAnswers } from './callAnswers.ts';
import { targetOf } from './callCommands.ts';
import { CallProblems } from './callProblems.ts';
import { CallProviders } from './callProviders.ts';
import { CodeCall } from './codeCall.ts';
import { answeredDocument, PythonDocuments } from './pythonDocuments.ts';

/** The parts of the extension that calls in source code use. */
export interface CallToolsParts {
  readonly debuggers: Debuggers;
  readonly panels: Panels;
  readonly last: LastScenario;
  readonly answers: CallAnswers;
}

/** A call in an open document. */
interface FoundCall {
  readonly document: vscode.TextDocument;
  readonly site: CallSite;
}

/** Everything that reads Python. Created when a Python document is open or a command needs it. */
export class CallTools {
  readonly #parts: CallToolsParts;
  readonly documents: PythonDocuments;
  readonly #problems: CallProblems;
  readonly #marks = new ArgumentMarks();
  readonly #listening: vscode.Disposable;
  readonly providers: CallProviders;

  constructor(parts: CallToolsParts) {
    this.#parts = parts;
    this.documents = new PythonDocuments(parts.answers);
    this.#problems = new CallProblems(this.documents);
    this.providers = new CallProviders(this.documents, this.#problems);
    this.#listening = vscode.Disposable.from(
      vscode.window.onDidChangeActiveTextEditor(() => this.#updateMenus()),
      this.#problems.onDidCheck((document) => {
        if (document === vscode.window.activeTextEditor?.document) this.#updateMenus();
      }),
    );
    this.#updateMenus();
  }

  /** What the user answered about calls. */
  get answers(): CallAnswers {
    return this.#parts.answers;
  }

  /** Returns the call at a place, for a debugger that is restored. */
  codeAt(place: CodePlace): CodeCall {
    return new CodeCall(place, { documents: this.documents, answers: this.#parts.answers, marks: this.#marks });
  }

  /** Opens the call that `target` names, or the one at the cursor, in a debugger beside its code. */
  async debug(target: unknown): Promise<void> {
    const found = await this.#find(target);
    if (found === null) return;
    const { document, site } = found;
    if (site.kind !== 'transposed') {
      void vscode.window.showInformationMessage(
        `${site.path}: only a transposed convolution can be debugged. Hover over the ${site.kind} for its sizes and the memory of U.`,
      );
      return;
    }
    if (!site.isComplete) {
      void vscode.window.showInformationMessage('The call is not finished: close its parenthesis first.');
      return;
    }
    const answer = await this.#ask(document, site, false);
    if (answer === null) return;
    // The answer may have told the sizes of other calls, and this one was found again.
    const current = this.documents.sitesOf(document).find(({ path }) => path === site.path);
    const scenario = siteScenario(current?.kind === 'transposed' ? current : site, answer);
    if (!scenario.ok) {
      void vscode.window.showErrorMessage(scenario.refusal.message);
      return;
    }
    const place = targetOf(document, site);
    const open = this.#parts.debuggers.ofCode(place);
    if (open === null) this.#parts.panels.openBeside(scenario.value, folderOf(document), this.codeAt(place));
    else open.panel.reveal(undefined, true);
    reachMilestone('codeDebugged');
  }

  /** Opens a call in the words of every framework. */
  async showInFrameworks(target: unknown): Promise<void> {
    const found = await this.#find(target);
    if (found?.site.kind !== 'transposed') return;
    const { layer, input } = found.site;
    const sizes = spatialSizes(layer, input) ?? layer.axes.map(() => null);
    const shown = await showLayerInFrameworks(
      layer,
      sizes.map((size) => (typeof size === 'number' ? size : null)),
    );
    if (!shown.ok) void vscode.window.showErrorMessage(shown.refusal.message);
  }

  /** Asks again what the code of a call does not say. */
  async setInput(target: unknown): Promise<void> {
    const found = await this.#find(target);
    if (found?.site.kind !== 'transposed') return;
    const { document, site } = found;
    await this.#ask(document, site, true);
  }

  /** Debugs the only call in the selection; if there is none, does what pasting the selected text into the debugger would. */
  async useSelection(): Promise<void> {
    const editor = vscode.window.activeTextEditor;
    if (editor === undefined || editor.selection.isEmpty) {
      void vscode.window.showInformationMessage('Select a call, a tensor or sizes in an editor first.');
      return;
    }
    const { document, selection } = editor;
    const site = document.languageId === 'python' ? this.#siteIn(document, selection) : null;
    if (site !== null) {
      await this.debug(targetOf(document, site));
      return;
    }
    const { debuggers, panels, last } = this.#parts;
    const shown = debuggers.last() ?? panels.open(last.recall() ?? presets[0].scenario);
    shown.panel.reveal(undefined, true);
    const reply = await shown.ask(pasteRequest, { text: document.getText(selection) }, { once: true });
    if (!reply.ok) void vscode.window.showErrorMessage(reply.error);
    else if (!reply.value)
      void vscode.window.showInformationMessage(
        'The selection is not a call, shape or tensor that can be read. Select nn.ConvTranspose2d(…), sizes such as 1x64x56x56, or tensor([[1., 2.], [3., 4.]]).',
      );
  }

  dispose(): void {
    this.#listening.dispose();
    this.documents.dispose();
    this.#problems.dispose();
    this.#marks.dispose();
  }

  /** Shows the item of the editor's context menu where the editor has calls. */
  #updateMenus(): void {
    const document = vscode.window.activeTextEditor?.document;
    const hasCalls = document?.languageId === 'python' && this.documents.sitesOf(document).length > 0;
    void vscode.commands.executeCommand('setContext', 'convt.hasCalls', hasCalls);
  }

  /** Returns what is not said of a call, from an earlier answer or by asking; null if the user cancels. */
  async #ask(document: vscode.TextDocument, site: TransposedSite, again: boolean): Promise<SiteAnswer | null> {
    const { answers } = this.#parts;
    const key = answeredDocument(document);
    const known = answers.of(key, site.path);
    const questions = questionsAbout(again && known?.input ? { ...site, input: null } : site);
    if (questions === null) {
      void vscode.window.showInformationMessage(
        `${site.path}: the padding comes from an expression that cannot be read from the code, so the call cannot be debugged.`,
      );
      return null;
    }
    const isAnswered =
      questions.axes === 0 && questions.numbers.every(({ source }) => known !== null && source in known.numbers);
    if (!again && isAnswered) return known ?? nothingAnswered;
    if (questions.axes === 0 && questions.numbers.length === 0) {
      void vscode.window.showInformationMessage(
        `${site.path}: the code says everything, the input from ${site.inputFrom ?? 'the call'}.`,
      );
      return null;
    }
    const asked = await askAboutCall(site, questions, again && known !== null);
    if (asked.kind === 'cancelled') return null;
    const answer = asked.kind === 'forget' ? null : asked.answer;
    await answers.set(key, site.path, answer);
    return answer;
  }

  async #find(target: unknown): Promise<FoundCall | null> {
    if (isCodePlace(target)) {
      const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(target.uri));
      const site = this.documents.sitesOf(document).find(({ path }) => path === target.path);
      if (site !== undefined) return { document, site };
      void vscode.window.showInformationMessage(`${target.path} is no longer in the file.`);
      return null;
    }
    const editor = vscode.window.activeTextEditor;
    const site =
      editor?.document.languageId === 'python' ? this.#siteNear(editor.document, editor.selection.active) : null;
    if (editor !== undefined && site !== null) return { document: editor.document, site };
    void vscode.window.showInformationMessage(
      'There is no transposed convolution at the cursor. Put the cursor on a call such as nn.ConvTranspose2d(…) in a Python file.',
    );
    return null;
  }

  /** Returns the call at a position or, if there is none, the first one in its line. */
  #siteNear(document: vscode.TextDocument, position: vscode.Position): CallSite | null {
    const at = this.providers.siteAt(document, position);
    if (at !== null) return at;
    const inLine = this.documents.sitesOf(document).filter(({ range }) => {
      const [from, to] = [document.positionAt(range.from).line, document.positionAt(range.to).line];
      return from <= position.line && position.line <= to;
    });
    return inLine[0] ?? null;
  }

  /** Returns the transposed convolution in a selection, if it is the only call there; null otherwise. */
  #siteIn(document: vscode.TextDocument, selection: vscode.Selection): TransposedSite | null {
    const [from, to] = [document.offsetAt(selection.start), document.offsetAt(selection.end)];
    const inside = this.documents.sitesOf(document).filter(({ range }) => from <= range.from && range.to <= to);
    const [only] = inside;
    return inside.length === 1 && only?.kind === 'transposed' ? only : null;
  }
}

/** Returns the folder of a document, or of the notebook that has it as a cell; undefined for an untitled document. */
function folderOf(document: vscode.TextDocument): vscode.Uri | undefined {
  return document.isUntitled ? undefined : vscode.Uri.joinPath(answeredDocument(document), '..');
}
