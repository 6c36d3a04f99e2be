import * as vscode from 'vscode';
import type { CallSite } from '../../python/callSite.ts';
import type { Finding } from '../../review/finding.ts';
import { hoverMarkdown } from '../../review/hoverMarkdown.ts';
import { lensText, shapeHint } from '../../review/lensText.ts';
import { callCommands, commandAddress, targetOf } from './callCommands.ts';
import type { CallProblems } from './callProblems.ts';
import { isShown } from './codeSettings.ts';
import { longestText, type PythonDocuments } from './pythonDocuments.ts';
import { rangeIn, workspaceEdit } from './ranges.ts';

/** What the reader of a Python document sees of its calls: lenses, hovers, hints of shapes, and fixes of problems. */
export class CallProviders {
  readonly #documents: PythonDocuments;
  readonly #problems: CallProblems;

  constructor(documents: PythonDocuments, problems: CallProblems) {
    this.#documents = documents;
    this.#problems = problems;
  }

  /** Returns a lens above each call, and one at the top of a document that is too long. */
  lenses(document: vscode.TextDocument): vscode.CodeLens[] {
    if (!isShown('codeLens', document.uri)) return [];
    if (document.getText().length > longestText) return [tooLongLens()];
    return this.#documents.sitesOf(document).flatMap((site) => {
      if (!site.isComplete) return [];
      const command: vscode.Command =
        site.kind === 'transposed'
          ? {
              title: lensText(site),
              command: callCommands.debug,
              arguments: [targetOf(document, site)],
              tooltip: site.path,
            }
          : { title: lensText(site), command: '', tooltip: site.path };
      return [new vscode.CodeLens(rangeIn(document, site.range), command)];
    });
  }

  /** Returns what is known of the call at a position; null if there is none. */
  hover(document: vscode.TextDocument, position: vscode.Position): vscode.Hover | null {
    if (!isShown('hover', document.uri)) return null;
    const site = this.siteAt(document, position, 'callee');
    if (site === null) return null;
    const target = targetOf(document, site);
    const text = new vscode.MarkdownString(
      hoverMarkdown(site, {
        debug: commandAddress(callCommands.debug, target),
        frameworks: commandAddress(callCommands.frameworks, target),
        setInputSize: commandAddress(callCommands.setInput, target),
        setting: commandAddress('workbench.action.openSettings', '@id:convt.code.inputSize'),
      }),
    );
    text.isTrusted = { enabledCommands: [...Object.values(callCommands), 'workbench.action.openSettings'] };
    return new vscode.Hover(text, rangeIn(document, site.range));
  }

  /** Returns the shape of the output after each call in a range. */
  hints(document: vscode.TextDocument, range: vscode.Range): vscode.InlayHint[] {
    if (!isShown('inlayHints', document.uri)) return [];
    return this.#documents.sitesOf(document).flatMap((site) => {
      const end = document.positionAt(site.range.to);
      const text = site.isComplete && range.contains(end) ? shapeHint(site) : null;
      if (text === null) return [];
      const hint = new vscode.InlayHint(end, text);
      hint.paddingLeft = true;
      hint.tooltip =
        site.inputFrom === null
          ? 'The shape of the output'
          : `The shape of the output, with the input from ${site.inputFrom}`;
      return [hint];
    });
  }

  /** Returns the fixes of the problems at a place, and the action that opens the call in the debugger. */
  actions(document: vscode.TextDocument, range: vscode.Range, context: vscode.CodeActionContext): vscode.CodeAction[] {
    const at = document.offsetAt(range.start);
    const sites = this.#documents
      .sitesOf(document)
      .filter((site) => site.range.from <= document.offsetAt(range.end) && at <= site.range.to);
    const fixes = sites.flatMap((site) => {
      const findings = this.#problems
        .findingsOf(document, site)
        .filter(
          (finding) =>
            rangeIn(document, finding.range).intersection(range) !== undefined || context.diagnostics.length > 0,
        );
      return withoutTwins(findings.flatMap((finding) => fixActions(document, finding)));
    });
    const debugs = sites
      .filter(({ kind, isComplete }) => kind === 'transposed' && isComplete)
      .map((site) => debugAction(document, site));
    return [...fixes, ...debugs].filter(
      ({ kind }) => context.only === undefined || (kind !== undefined && context.only.contains(kind)),
    );
  }

  /** Returns the innermost call at a position; only on its name if `part` is `callee`. Null if there is none. */
  siteAt(document: vscode.TextDocument, position: vscode.Position, part: 'call' | 'callee' = 'call'): CallSite | null {
    const at = document.offsetAt(position);
    const found = this.#documents.sitesOf(document).filter((site) => {
      const { from, to } = part === 'callee' ? site.callee : site.range;
      return from <= at && at <= to;
    });
    return found.at(-1) ?? null;
  }
}

/** Returns each fix of a call once: one that mends two of its problems is found for both. */
function withoutTwins(fixes: readonly vscode.CodeAction[]): readonly vscode.CodeAction[] {
  const byTitle = new Map<string, vscode.CodeAction>();
  for (const fix of fixes) {
    const first = byTitle.get(fix.title);
    if (first === undefined) byTitle.set(fix.title, fix);
    else first.diagnostics = [...(first.diagnostics ?? []), ...(fix.diagnostics ?? [])];
  }
  return [...byTitle.values()];
}

/** The kind of the action that opens a call in the debugger. */
const debugActionKind = 'refactor.convt.debug';

function fixActions(document: vscode.TextDocument, { fixes, range, kind }: Finding): vscode.CodeAction[] {
  return fixes.map(({ title, edits }, index) => {
    const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
    action.edit = workspaceEdit(document, edits);
    action.isPreferred = index === 0;
    action.diagnostics = vscode.languages
      .getDiagnostics(document.uri)
      .filter(({ code, range: marked }) => code === kind && marked.isEqual(rangeIn(document, range)));
    return action;
  });
}

function debugAction(document: vscode.TextDocument, site: CallSite): vscode.CodeAction {
  const action = new vscode.CodeAction(
    'Debug this call (ConvTranspose2d)',
    vscode.CodeActionKind.Empty.append(debugActionKind),
  );
  action.command = { title: 'Debug this call', command: callCommands.debug, arguments: [targetOf(document, site)] };
  return action;
}

function tooLongLens(): vscode.CodeLens {
  const title = `ConvTranspose2d: calls are not shown, because the file has more than ${longestText / 1e6} million characters`;
  return new vscode.CodeLens(new vscode.Range(0, 0, 0, 0), { title, command: '' });
}
