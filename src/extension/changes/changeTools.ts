import * as vscode from 'vscode';
import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import { type CodePlace, isCodePlace } from '../../protocol/codeMessages.ts';
import type { TransposedSite } from '../../python/callSite.ts';
import type { CallChange } from '../../review/changes/callChange.ts';
import { changeText } from '../../review/changes/changeText.ts';
import { nothingAnswered } from '../../review/knownLayer.ts';
import { countsOfReview, reviewCountsText } from '../../review/changes/review.ts';
import type { FilePlace, LocatedCall } from '../../review/changes/locatedCall.ts';
import { pairQuestions, pairScenarios } from '../../review/changes/pairScenarios.ts';
import { reviewAnswer, reviewTexts } from '../../review/changes/reviewTexts.ts';
import type { Scenario } from '../../scenario/document/scenario.ts';
import { askAboutCall } from '../code/askAboutCall.ts';
import { targetOf } from '../code/callCommands.ts';
import type { CallTools } from '../code/callTools.ts';
import { answeredDocument } from '../code/pythonDocuments.ts';
import type { Comparisons } from '../compare/comparisons.ts';
import type { Panels } from '../debugger/panels.ts';
import type { Git } from '../git/git.ts';
import { type GitVersion, refOf, versionLabel } from '../git/gitVersion.ts';
import type { ReviewedVersions, ToolAnswer } from '../../tools/shared/tool.ts';
import { readSettings } from '../shared/settings.ts';
import { tensorEditorOf } from '../tensorFile/tensorEditorOf.ts';
import { ChangedCalls } from './changedCalls.ts';
import { ChangeLenses } from './changeLenses.ts';
import { type ChangeNode, childrenOf, treeItemOf } from './changeNodes.ts';
import { DiffNotes, type DiffTarget } from './diffNotes.ts';
import { HeadCalls } from './headCalls.ts';
import { type ReviewedFile, type ReviewProgress, type ReviewRange, reviewRepository } from './repositoryReview.ts';

/** The parts of the extension that changes use. */
export interface ChangeToolsParts {
  readonly git: Git;
  readonly panels: Panels;
  readonly comparisons: Comparisons;
}

/** A changed call, and where its versions come from. */
interface FoundChange {
  readonly change: CallChange;
  readonly labels: readonly [before: string, after: string];
  /** The document under which answers about the call are kept. */
  readonly answered: vscode.Uri;
  readonly base: vscode.Uri;
}

/** Everything that compares versions of calls. Created with the first document that has calls, or a command. */
export class ChangeTools {
  readonly #parts: ChangeToolsParts;
  readonly #calls: CallTools;
  readonly #notes: DiffNotes;
  readonly lenses: ChangeLenses;

  constructor(parts: ChangeToolsParts, calls: CallTools) {
    this.#parts = parts;
    this.#calls = calls;
    const changed = new ChangedCalls(calls.documents);
    this.#notes = new DiffNotes(changed);
    this.lenses = new ChangeLenses(changed, new HeadCalls(parts.git));
  }

  dispose(): void {
    this.#notes.dispose();
  }

  /** Compares two versions of a repository; null if cancelled. */
  review(range: ReviewRange, progress: Omit<ReviewProgress, 'options'>): Promise<readonly ReviewedFile[] | null> {
    return reviewRepository(range, { ...progress, options: (uri) => this.#calls.documents.optionsOf(uri) });
  }

  /** Compares two versions for an agent: two texts, or the working tree of the first folder's repository. */
  async reviewFor(versions: ReviewedVersions, token: vscode.CancellationToken): Promise<Result<ToolAnswer>> {
    if (versions.kind === 'texts') {
      const compared = reviewTexts(versions.file, versions.before, versions.after);
      return compared.ok ? ok(reviewAnswer(compared.value)) : compared;
    }
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
    const repository = folder === undefined ? null : await this.#parts.git.repositoryOf(folder);
    if (folder === undefined || repository === null) {
      return refuse('file', 'There is no Git repository here. Pass the text of a file in before and after instead.');
    }
    const ref = versions.base ?? 'HEAD';
    const merged = await repository.getMergeBase(ref, 'HEAD').catch(() => undefined);
    if (merged === undefined) {
      return refuse(
        'file',
        `${ref} has no commit in common with HEAD. Pass a branch, tag or commit of this repository.`,
      );
    }
    const range: ReviewRange = { repository, before: { kind: 'commit', ref: merged }, after: { kind: 'working tree' } };
    const { memoryCap } = readSettings();
    const files = await this.review(range, { token, report: () => undefined, memoryCap });
    if (files === null) return refuse('scenario', 'The review was cancelled.');
    const wanted = versions.paths.map((path) => vscode.Uri.joinPath(folder, path).path);
    const isWanted = ({ uri }: ReviewedFile): boolean =>
      isInFolder(uri.path, folder.path) &&
      (wanted.length === 0 || wanted.some((path) => uri.path === path || isInFolder(uri.path, path)));
    const changes = files.filter(isWanted).map(({ change }) => change);
    return ok(reviewAnswer({ base: ref, target: 'working tree', files: changes }));
  }

  /** Returns a row of the view as VS Code shows it. `isFew` expands the files. */
  itemOf(node: ChangeNode, isFew: boolean): vscode.TreeItem {
    return treeItemOf(node, isFew);
  }

  childrenOf(node: ChangeNode): readonly ChangeNode[] {
    return childrenOf(node);
  }

  /** Says in a line what the rows tell of. */
  summaryOf(nodes: readonly ChangeNode[]): string {
    const files = nodes.flatMap((node) => (node.kind === 'file' ? [node.file.change] : []));
    return reviewCountsText(countsOfReview({ base: '', target: '', files }));
  }

  /** Opens both versions of a call in one debugger. `target` is a row of the view, or names the call. */
  async debugBoth(target: unknown): Promise<void> {
    const found = await this.#find(target);
    if (found === null) {
      void vscode.window.showInformationMessage(
        'There is no call with two versions here. Choose a changed call in the view Transposed Convolutions of Source Control.',
      );
      return;
    }
    const { change, labels, answered, base } = found;
    const [before, after] = [transposed(change.before), transposed(change.after)];
    if (before === null || after === null) {
      void vscode.window.showInformationMessage(
        'Only a transposed convolution that is in both versions can be debugged.',
      );
      return;
    }
    const scenarios = await this.#scenarios(before, after, answered);
    if (scenarios === null) return;
    if (!scenarios.ok) {
      void vscode.window.showErrorMessage(scenarios.refusal.message);
      return;
    }
    this.#parts.panels.openVersions(
      {
        before: { label: labels[0], scenario: scenarios.value.before },
        after: { label: labels[1], scenario: scenarios.value.after },
        shown: 'after',
        effects: changeText(change),
      },
      base,
    );
  }

  /** Opens the diff editor at the call of a row of the view; the file itself if it has one version. */
  async openDiff(node: ChangeNode): Promise<void> {
    const { file, range } = node;
    const [left, right] = await this.#uris(file, range);
    const change = node.kind === 'call' ? node.change : null;
    const place = change?.after?.place ?? null;
    const title = `${file.change.path} (${versionLabel(range.before)} ↔ ${versionLabel(range.after)})`;
    if (left !== null && right !== null && (change?.kind !== 'removed' || file.change.status === 'changed')) {
      // A call that moved here from another file is shown beside where it was.
      const origin = change?.before?.file;
      const isMovedHere = origin !== undefined && origin !== (file.change.pathBefore ?? file.change.path);
      if (!isMovedHere) {
        await vscode.commands.executeCommand('vscode.diff', left, right, title, selecting(place));
        return;
      }
    }
    const [uri, at] = right === null ? [left, change?.before?.place ?? null] : [right, place];
    if (uri !== null) await vscode.commands.executeCommand('vscode.open', uri, selecting(at));
  }

  /** Opens both versions of a tensor file in a comparison, or of a scenario in one debugger; the only one otherwise. */
  async openBoth(node: ChangeNode): Promise<void> {
    const { file, range } = node;
    const { change } = file;
    const [left, right] = await this.#uris(file, range);
    if (change.kind === 'scenario') {
      const [before, after] = [change.before, change.after];
      if (before?.ok !== true || after?.ok !== true) {
        await this.openDiff(node);
        return;
      }
      this.#parts.panels.openVersions(
        {
          before: { label: versionLabel(range.before), scenario: before.value },
          after: { label: versionLabel(range.after), scenario: after.value },
          shown: 'after',
          effects: (change.comparison?.effects ?? []).map(({ text }) => text).join(' · '),
        },
        vscode.Uri.joinPath(file.uri, '..'),
      );
      return;
    }
    if (change.kind !== 'tensors') return;
    const pointer = [change.before, change.after].find((version) => version?.kind === 'pointer');
    if (pointer !== undefined) {
      void vscode.window.showInformationMessage(
        `The repository has only a Git LFS pointer to ${change.path}. Fetch its content first (git lfs pull).`,
      );
      return;
    }
    if (left === null || right === null) {
      const only = right ?? left;
      if (only !== null) await vscode.commands.executeCommand('vscode.openWith', only, tensorEditorOf(file.uri));
      return;
    }
    const tensor = node.kind === 'line' ? node.tensor : null;
    this.#parts.comparisons.show({
      a: { uri: left.toString(), key: null },
      b: { uri: right.toString(), key: null },
      ...(tensor !== null && { selected: tensor.key }),
    });
  }

  /** Returns the scenarios of two versions of a call; null if the user cancels. */
  async #scenarios(
    before: TransposedSite,
    after: TransposedSite,
    answered: vscode.Uri,
  ): Promise<Result<{ readonly before: Scenario; readonly after: Scenario }> | null> {
    const questions = pairQuestions(before, after);
    if (questions === null) {
      return refuse(
        'padding',
        `${after.path}: the padding comes from an expression that cannot be read from the code, so the call cannot be debugged.`,
      );
    }
    const { answers } = this.#calls;
    const known = answers.of(answered, after.path);
    const { input, numbers } = known ?? nothingAnswered;
    const isAnswered =
      (questions.axes === 0 || input !== null) && questions.numbers.every(({ source }) => source in numbers);
    if (isAnswered) return pairScenarios(before, after, { input, numbers });
    const asked = await askAboutCall(after, questions, false);
    if (asked.kind !== 'answer') return null;
    await answers.set(answered, after.path, asked.answer);
    return pairScenarios(before, after, asked.answer);
  }

  /** Finds the call that a command's argument names: a row of the view, a call of a diff editor, one of a document. */
  async #find(target: unknown): Promise<FoundChange | null> {
    if (isNode(target)) {
      if (target.kind !== 'call') return null;
      const { change, file, range } = target;
      const labels = [versionLabel(range.before), versionLabel(range.after)] as const;
      return { change, labels, answered: file.uri, base: vscode.Uri.joinPath(file.uri, '..') };
    }
    const place = isCodePlace(target) ? target : this.#callAtCursor();
    if (place === null) return null;
    const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(place.uri));
    const original = isDiffTarget(target) ? vscode.Uri.parse(target.original) : null;
    const token = new vscode.CancellationTokenSource().token;
    const changes =
      original === null
        ? await this.lenses.changesOf(document, token)
        : await this.#notes.changesIn(original, document);
    const change = changes.find(({ after }) => after?.site.path === place.path);
    if (change === undefined) return null;
    const answered = answeredDocument(document);
    const labels = original === null ? (['HEAD', 'working tree'] as const) : (['left', 'right'] as const);
    return { change, labels, answered, base: vscode.Uri.joinPath(answered, '..') };
  }

  #callAtCursor(): CodePlace | null {
    const editor = vscode.window.activeTextEditor;
    if (editor?.document.languageId !== 'python') return null;
    const site = this.#calls.providers.siteAt(editor.document, editor.selection.active);
    return site === null ? null : targetOf(editor.document, site);
  }

  /** Returns the URIs of a file's versions; null where there is none. */
  async #uris(
    { change, uri, uriBefore }: ReviewedFile,
    { before, after }: ReviewRange,
  ): Promise<readonly [vscode.Uri | null, vscode.Uri | null]> {
    const api = await this.#parts.git.api();
    const of = (version: GitVersion, file: vscode.Uri): vscode.Uri | null => {
      const ref = refOf(version);
      return ref === null ? file : (api?.toGitUri(file, ref) ?? null);
    };
    return [
      change.status === 'added' ? null : of(before, uriBefore),
      change.status === 'removed' ? null : of(after, uri),
    ];
  }
}

function isInFolder(path: string, folder: string): boolean {
  return path.startsWith(folder.endsWith('/') ? folder : `${folder}/`);
}

function transposed(call: LocatedCall | null): TransposedSite | null {
  return call?.site.kind === 'transposed' ? call.site : null;
}

function selecting(place: FilePlace | null): vscode.TextDocumentShowOptions {
  if (place === null) return {};
  const start = new vscode.Position(place.line - 1, place.column - 1);
  return { selection: new vscode.Range(start, start) };
}

function isNode(value: unknown): value is ChangeNode {
  return typeof value === 'object' && value !== null && 'kind' in value && 'file' in value && 'range' in value;
}

function isDiffTarget(value: unknown): value is DiffTarget {
  return isCodePlace(value) && 'original' in value && typeof value.original === 'string';
}
