import * as vscode from 'vscode';
import { assertNever } from '../../engine/core/assertNever.ts';
import type { CallChange } from '../../review/changes/callChange.ts';
import { changeText, fileChangeLines, isMovedCall, originText } from '../../review/changes/changeText.ts';
import { isWorseFile } from '../../review/changes/fileChange.ts';
import { whereText } from '../../review/changes/locatedCall.ts';
import { changeMarkdown } from '../../review/changes/reviewMarkdown.ts';
import type { TensorChange } from '../../review/changes/tensorChanges.ts';
import { changeCommands } from './changeCommands.ts';
import { isDebuggable } from './changeLenses.ts';
import type { ReviewedFile, ReviewRange } from './repositoryReview.ts';

/** A row of the view of changes. */
export type ChangeNode =
  | { readonly kind: 'file'; readonly file: ReviewedFile; readonly range: ReviewRange }
  | { readonly kind: 'call'; readonly file: ReviewedFile; readonly range: ReviewRange; readonly change: CallChange }
  | {
      readonly kind: 'line';
      readonly file: ReviewedFile;
      readonly range: ReviewRange;
      readonly text: string;
      /** The tensor that the line is about; null for any other line. */
      readonly tensor: TensorChange | null;
    };

/** Returns the rows below a file. */
export function childrenOf(node: ChangeNode): readonly ChangeNode[] {
  if (node.kind !== 'file') return [];
  const { file, range } = node;
  const { change } = file;
  if (change.kind === 'calls') return change.calls.map((call) => ({ kind: 'call', file, range, change: call }));
  const tensors = change.kind === 'tensors' ? change.tensors : [];
  return fileChangeLines(change).map((text, at) => ({ kind: 'line', file, range, text, tensor: tensors[at] ?? null }));
}

/** Returns a row as VS Code shows it. `isFew` expands the files. */
export function treeItemOf(node: ChangeNode, isFew: boolean): vscode.TreeItem {
  switch (node.kind) {
    case 'file':
      return fileItem(node.file, isFew);
    case 'call':
      return callItem(node);
    case 'line':
      return lineItem(node);
    default:
      return assertNever(node, 'node');
  }
}

function fileItem({ change, uri }: ReviewedFile, isFew: boolean): vscode.TreeItem {
  const { Expanded, Collapsed } = vscode.TreeItemCollapsibleState;
  const item = new vscode.TreeItem(uri, isFew || isWorseFile(change) ? Expanded : Collapsed);
  const folder = change.path.includes('/') ? change.path.slice(0, change.path.lastIndexOf('/')) : '';
  const origin = change.pathBefore === null ? '' : `was ${change.pathBefore}`;
  const state = change.status === 'changed' || change.status === 'renamed' ? '' : change.status;
  item.description = [folder, origin, state].filter((part) => part !== '').join(' · ');
  item.iconPath = vscode.ThemeIcon.File;
  item.contextValue = `convt.file.${change.kind}`;
  item.tooltip = change.path;
  return item;
}

function callItem(node: Extract<ChangeNode, { readonly kind: 'call' }>): vscode.TreeItem {
  const { change } = node;
  const call = change.after ?? change.before;
  const item = new vscode.TreeItem(call?.site.path ?? '');
  const origin = change.kind === 'changed' && isMovedCall(change) ? ` · moved from ${originText(change)}` : '';
  item.description = `${changeText(change)}${origin}`;
  item.iconPath = iconOf(change);
  const tooltip = new vscode.MarkdownString(changeMarkdown(change));
  if (call !== null) tooltip.appendMarkdown(`\n\n${whereText(call)}`);
  item.tooltip = tooltip;
  item.contextValue = isDebuggable(change) ? 'convt.call.pair' : 'convt.call';
  item.command = { title: 'Open Changes', command: changeCommands.openDiff, arguments: [node] };
  const worse = change.isWorse ? ', became illegal or uneven' : '';
  item.accessibilityInformation = { label: `${call?.site.path ?? ''}, ${changeText(change)}${origin}${worse}` };
  return item;
}

function iconOf({ kind, isWorse }: CallChange): vscode.ThemeIcon {
  if (isWorse) return new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground'));
  switch (kind) {
    case 'changed':
      return new vscode.ThemeIcon('diff-modified');
    case 'added':
      return new vscode.ThemeIcon('diff-added');
    case 'removed':
      return new vscode.ThemeIcon('diff-removed');
    case 'moved':
      return new vscode.ThemeIcon('diff-renamed');
    default:
      return assertNever(kind, 'kind');
  }
}

function lineItem(node: Extract<ChangeNode, { readonly kind: 'line' }>): vscode.TreeItem {
  const { file, text } = node;
  const { change } = file;
  const item = new vscode.TreeItem(text);
  item.tooltip = text;
  const isScenario = change.kind === 'scenario';
  item.iconPath = new vscode.ThemeIcon(
    isScenario && change.comparison?.isWorse === true ? 'warning' : change.kind === 'unread' ? 'error' : 'circle-small',
  );
  if (change.kind === 'unread') return item;
  item.contextValue = `convt.line.${change.kind}`;
  item.command = { title: 'Open Before and After', command: changeCommands.openBoth, arguments: [node] };
  return item;
}
