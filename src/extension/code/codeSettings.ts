import * as vscode from 'vscode';
import type { FindingKind } from '../../review/finding.ts';

const section = 'convt.code';

/** The names of the settings of findings, below `convt.code.problems`. */
const problemSettings: Readonly<Record<FindingKind, string>> = {
  'illegal-call': 'illegalCall',
  'uneven-overlap': 'unevenOverlap',
  'unreached-output-padding': 'unreachedOutputPadding',
  'channel-mismatch': 'channelMismatch',
  'bias-before-norm': 'biasBeforeNorm',
};

const defaults: Readonly<Record<FindingKind, string>> = {
  'illegal-call': 'error',
  'uneven-overlap': 'information',
  'unreached-output-padding': 'warning',
  'channel-mismatch': 'error',
  'bias-before-norm': 'hint',
};

const severities: Readonly<Record<string, vscode.DiagnosticSeverity | null>> = {
  off: null,
  hint: vscode.DiagnosticSeverity.Hint,
  information: vscode.DiagnosticSeverity.Information,
  warning: vscode.DiagnosticSeverity.Warning,
  error: vscode.DiagnosticSeverity.Error,
};

/** Returns whether a kind of annotation is shown in this document. */
export function isShown(what: 'codeLens' | 'hover' | 'inlayHints', scope: vscode.Uri): boolean {
  const value = vscode.workspace.getConfiguration(section, scope).get<unknown>(what);
  return typeof value === 'boolean' ? value : what !== 'inlayHints';
}

/** Returns the severity of a kind of finding in this document; null if it is off. */
export function severityOf(kind: FindingKind, scope: vscode.Uri): vscode.DiagnosticSeverity | null {
  const value = vscode.workspace.getConfiguration(section, scope).get<unknown>(`problems.${problemSettings[kind]}`);
  const severity = typeof value === 'string' ? severities[value] : undefined;
  return severity === undefined ? (severities[defaults[kind]] ?? null) : severity;
}

/** Returns the text of the setting for the size of a network's input; empty if there is none. */
export function inputSizeSetting(scope: vscode.Uri): string {
  const value = vscode.workspace.getConfiguration(section, scope).get<unknown>('inputSize');
  return typeof value === 'string' ? value.trim() : '';
}

/** Calls the listener whenever a setting of the annotations in code changes. */
export function onCodeSettings(listener: () => void): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((change) => {
    if (change.affectsConfiguration(section)) listener();
  });
}
