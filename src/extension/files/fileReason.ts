import * as vscode from 'vscode';
import { messageOf } from '../../engine/core/messageOf.ts';

/** Returns why a file cannot be read, as the end of a sentence without its full stop. */
export function fileReasonOf(error: unknown, uri: vscode.Uri): string {
  const place = uri.scheme === 'file' ? uri.fsPath : uri.toString();
  if (error instanceof vscode.FileSystemError) {
    if (error.code === 'FileNotFound') return `${place} does not exist`;
    if (error.code === 'FileIsADirectory') return `${place} is a folder`;
    if (error.code === 'NoPermissions') return `${place} may not be read`;
  }
  return messageOf(error).replace(/\.$/, '');
}
