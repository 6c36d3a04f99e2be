import * as vscode from 'vscode';
import type { CallShape } from '../../engine/core/call.ts';
import { messageOf } from '../../engine/core/messageOf.ts';
import type { CodeLink, CodePlace, FormField } from '../../protocol/codeMessages.ts';
import type { TransposedSite } from '../../python/callSite.ts';
import { argumentOfField } from '../../review/argumentOfField.ts';
import { nothingAnswered, type SiteAnswer } from '../../review/knownLayer.ts';
import { siteCallShape, withSiteChange } from '../../review/siteScenario.ts';
import { type HeldArgument, writeBack } from '../../review/writeBack.ts';
import { isSameScenario } from '../../scenario/document/isSameScenario.ts';
import type { Scenario } from '../../scenario/document/scenario.ts';
import { scenarioShape } from '../../scenario/document/scenarioShape.ts';
import type { CodeViewer, DebuggerCode } from '../debugger/debuggerCode.ts';
import type { ArgumentMarks } from './argumentMarks.ts';
import type { CallAnswers } from './callAnswers.ts';
import { isWritable } from './isWritable.ts';
import { answeredDocument, type PythonDocuments } from './pythonDocuments.ts';
import { rangeIn, workspaceEdit } from './ranges.ts';

/** The code is read again when it has not changed for this long. */
const pauseMilliseconds = 150;

/** The parts of the extension that a call in the code needs. */
export interface CodeCallParts {
  readonly documents: PythonDocuments;
  readonly answers: CallAnswers;
  readonly marks: ArgumentMarks;
}

/**
 * A call in a Python document that a debugger shows. Edits in the debugger are written into the code, each as one step of
 * the document's undo stack, and changes of the code reach the debugger.
 */
export class CodeCall implements DebuggerCode {
  readonly #parts: CodeCallParts;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #listening: vscode.Disposable;
  #uri: vscode.Uri;
  #path: string;
  /** Where the call begins, by which a call is found whose name has changed. */
  #offset: number | null = null;
  #line = 1;
  #state: CodeLink['state'] = 'linked';
  #held: readonly HeldArgument[] = [];
  #unwritten: string | null = null;
  #viewer: CodeViewer | null = null;
  /** The call's shapes as the code was read last; null before, or if the code does not determine them. */
  #code: CallShape | null = null;
  /** How the code spelled the values that edits of the debugger have replaced. */
  readonly #spellings = new Map<string, string>();
  #focused: FormField | null = null;
  #timer: unknown = null;
  /** Edits are written one after another, because each is computed from the text that the one before leaves. */
  #writing: Promise<unknown> = Promise.resolve();
  #isDisposed = false;

  readonly onDidChange = this.#changed.event;

  constructor({ uri, path }: CodePlace, parts: CodeCallParts) {
    this.#uri = vscode.Uri.parse(uri);
    this.#path = path;
    this.#parts = parts;
    const { workspace } = vscode;
    this.#listening = vscode.Disposable.from(
      workspace.onDidChangeTextDocument((event) => this.#textChanged(event)),
      workspace.onDidRenameFiles(({ files }) => {
        const renamed = files.find(({ oldUri }) => oldUri.toString() === this.#uri.toString());
        if (renamed === undefined) return;
        this.#uri = renamed.newUri;
        this.#readSoon();
      }),
      workspace.onDidDeleteFiles(() => this.#readSoon()),
      parts.documents.onDidChange(() => this.#readSoon()),
    );
  }

  get link(): CodeLink {
    const { path } = this.#uri;
    const overwrites = this.#held.flatMap(({ name, expression, symbol }) => [
      { id: `write ${name}`, title: `Write ${name}=${expression}` },
      { id: `define ${name}`, title: `Go to ${symbol}` },
    ]);
    return {
      uri: this.#uri.toString(),
      path: this.#path,
      file: path.slice(path.lastIndexOf('/') + 1),
      line: this.#line,
      state: this.#state,
      about: 'Input, weight and bias are random numbers.',
      unwritten: this.#unwritten,
      choices: overwrites,
    };
  }

  attach(viewer: CodeViewer): void {
    this.#viewer = viewer;
    void this.#read();
  }

  edited(scenario: Scenario): void {
    this.#enqueue(() => this.#write(scenario, new Set()));
  }

  focus(field: FormField | null): void {
    this.#focused = field;
    void this.#mark();
  }

  show(): void {
    void this.#show(null);
  }

  choose(id: string): void {
    const [action, name = ''] = id.split(' ');
    const held = this.#held.find((each) => each.name === name);
    if (held === undefined) return;
    if (action === 'define') {
      void this.#goToDefinition(held);
      return;
    }
    const scenario = this.#viewer?.scenario() ?? null;
    if (scenario !== null) this.#enqueue(() => this.#write(scenario, new Set([name])));
  }

  dispose(): void {
    this.#isDisposed = true;
    clearTimeout(this.#timer);
    this.#listening.dispose();
    this.#parts.marks.clear();
    this.#changed.dispose();
  }

  #enqueue(task: () => Promise<void>): void {
    const next = this.#writing.then(task);
    this.#writing = next.catch((error: unknown) => {
      this.#tell(`The code could not be changed: ${messageOf(error)}`);
    });
  }

  #textChanged({ document, contentChanges }: vscode.TextDocumentChangeEvent): void {
    if (document.uri.toString() !== this.#uri.toString() || contentChanges.length === 0) return;
    for (const { rangeOffset, rangeLength, text } of contentChanges) {
      if (this.#offset === null || rangeOffset > this.#offset) continue;
      this.#offset = Math.max(rangeOffset, this.#offset - rangeLength) + text.length;
    }
    this.#parts.marks.clear();
    this.#readSoon();
  }

  #readSoon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#enqueue(() => this.#read()), pauseMilliseconds);
  }

  /** Returns the document and the call in it; null as `site` if the call is gone, and null if the document is. */
  async #find(): Promise<{ readonly document: vscode.TextDocument; readonly site: TransposedSite | null } | null> {
    let document: vscode.TextDocument;
    try {
      document = await vscode.workspace.openTextDocument(this.#uri);
    } catch {
      return null;
    }
    const sites = this.#parts.documents.sitesOf(document).filter((each) => each.kind === 'transposed');
    const site =
      sites.find(({ path }) => path === this.#path) ?? sites.find(({ range }) => range.from === this.#offset) ?? null;
    if (site !== null) {
      this.#path = site.path;
      this.#offset = site.range.from;
      this.#line = document.positionAt(site.range.from).line + 1;
    }
    return { document, site };
  }

  #answer(document: vscode.TextDocument): SiteAnswer {
    return this.#parts.answers.of(answeredDocument(document), this.#path) ?? nothingAnswered;
  }

  /** Reads the code, and takes what changed in it over into the debugger. */
  async #read(): Promise<void> {
    const found = await this.#find();
    if (this.#isDisposed) return;
    if (found?.site?.isComplete === false) return;
    if (found?.site === undefined || found.site === null) {
      this.#state = 'gone';
      this.#changed.fire();
      return;
    }
    const { document, site } = found;
    this.#state = isWritable(document) ? 'linked' : 'readonly';
    const shape = siteCallShape(site, this.#answer(document));
    const scenario = this.#viewer?.scenario() ?? null;
    if (!shape.ok) {
      this.#tell(`The debugger shows an earlier call, because the code changed: ${shape.refusal.message}`);
      return;
    }
    const before = this.#code ?? (scenario === null ? null : shapeWithin(scenario, shape.value));
    this.#code = shape.value;
    if (scenario !== null && before !== null) {
      const changed = withSiteChange(scenario, before, shape.value);
      if (!isSameScenario(changed, scenario)) await this.#viewer?.edit(changed);
      this.#plan(document, site, changed);
    }
    this.#changed.fire();
    await this.#mark();
  }

  /** Finds which edits of the debugger the code does not have. */
  #plan(document: vscode.TextDocument, site: TransposedSite, scenario: Scenario): void {
    if (this.#code === null || this.#state !== 'linked') return;
    const { held, refused } = writeBack(document.getText(), site, this.#code, shapeWithin(scenario, this.#code));
    this.#held = held;
    this.#unwritten = wordsOf(held, refused);
  }

  async #write(scenario: Scenario, overwrite: ReadonlySet<string>): Promise<void> {
    const found = await this.#find();
    if (this.#isDisposed || found?.site?.isComplete !== true) return;
    const { document, site } = found;
    const answer = this.#answer(document);
    const code = siteCallShape(site, answer);
    if (!code.ok || !isWritable(document)) return;
    const plan = writeBack(
      document.getText(),
      site,
      code.value,
      shapeWithin(scenario, code.value),
      overwrite,
      this.#spellings,
    );
    for (const [values, text] of plan.spellings) this.#spellings.set(values, text);
    this.#held = plan.held;
    this.#unwritten = wordsOf(plan.held, plan.refused);
    this.#code = code.value;
    if (plan.edits.length > 0) {
      const isApplied = await vscode.workspace.applyEdit(workspaceEdit(document, plan.edits));
      if (!isApplied) this.#unwritten = 'VS Code did not apply the edit: the code is as it was.';
      const written = (await this.#find())?.site ?? null;
      const after = written === null ? code : siteCallShape(written, answer);
      if (after.ok) this.#code = after.value;
    }
    this.#changed.fire();
    await this.#mark();
  }

  #tell(unwritten: string): void {
    this.#unwritten = unwritten;
    this.#held = [];
    this.#changed.fire();
  }

  async #mark(): Promise<void> {
    const { marks } = this.#parts;
    const field = this.#focused;
    const found = field === null ? null : await this.#find();
    if (field !== this.#focused || this.#isDisposed) return;
    const site = found?.site ?? null;
    const name = field === null || site === null ? null : argumentOfField(site, field);
    if (found === null || site === null || name === null) {
      marks.clear();
      return;
    }
    const { document } = found;
    const range = site.arguments.get(name)?.range ?? null;
    if (range !== null) marks.mark(document.uri, rangeIn(document, range));
    else if (document.getText()[site.range.to - 1] === ')')
      marks.markAbsent(document.uri, document.positionAt(site.range.to - 1), `${name} is not given`);
  }

  async #show(range: vscode.Range | null): Promise<void> {
    const found = await this.#find();
    if (found === null) return;
    const { document, site } = found;
    const selection = range ?? (site === null ? undefined : rangeIn(document, site.callee));
    const visible = vscode.window.visibleTextEditors.find((editor) => editor.document === document);
    await vscode.window.showTextDocument(document, {
      viewColumn: visible?.viewColumn ?? vscode.ViewColumn.One,
      ...(selection === undefined ? {} : { selection }),
    });
  }

  async #goToDefinition({ range }: HeldArgument): Promise<void> {
    const found = await this.#find();
    if (found === null) return;
    // The last name of `cfg.stride` is the one that is defined.
    const last = rangeIn(found.document, { from: range.to - 1, to: range.to - 1 });
    await this.#show(last);
    await vscode.commands.executeCommand('editor.action.revealDefinition');
  }
}

/** Returns the shapes of a scenario's call; of tensors in files, those that the code has. */
function shapeWithin(scenario: Scenario, code: CallShape): CallShape {
  const { input, weight, bias } = scenario;
  const known = scenarioShape(scenario, new Map());
  if (known.ok) return known.value;
  return {
    input: 'shape' in input ? input.shape : code.input,
    weight: 'shape' in weight ? weight.shape : code.weight,
    bias:
      bias === null ? null : 'shape' in bias ? bias.shape : (code.bias ?? [(code.weight[1] ?? 1) * code.params.groups]),
    params: scenario.params,
  };
}

function wordsOf(held: readonly HeldArgument[], refused: readonly string[]): string | null {
  const comes = held.map(({ name, symbol }) => `The code says ${name}=${symbol}, which is left as it is.`);
  const words = [...comes, ...refused];
  return words.length === 0 ? null : words.join(' ');
}
