import * as vscode from 'vscode';

/** Marks the argument of the debugger's focused field in every visible editor of a document. */
export class ArgumentMarks {
  readonly #marked = vscode.window.createTextEditorDecorationType({
    backgroundColor: new vscode.ThemeColor('editor.findMatchHighlightBackground'),
    outline: '2px solid',
    outlineColor: new vscode.ThemeColor('focusBorder'),
    borderRadius: '2px',
    overviewRulerColor: new vscode.ThemeColor('focusBorder'),
    rangeBehavior: vscode.DecorationRangeBehavior.OpenOpen,
  });
  readonly #absent = vscode.window.createTextEditorDecorationType({
    rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
  });

  /** Marks a range in place of the last one, and scrolls to it where it is out of sight. */
  mark(document: vscode.Uri, range: vscode.Range): void {
    this.#set(document, [range], []);
  }

  /** Shows, at the end of a call, an argument that the call does not give: "stride=1". */
  markAbsent(document: vscode.Uri, end: vscode.Position, text: string): void {
    const after: vscode.ThemableDecorationAttachmentRenderOptions = {
      contentText: text,
      color: new vscode.ThemeColor('editorInlayHint.foreground'),
      backgroundColor: new vscode.ThemeColor('editorInlayHint.background'),
      border: '1px solid',
      borderColor: new vscode.ThemeColor('focusBorder'),
      margin: '0 2px',
    };
    this.#set(document, [], [{ range: new vscode.Range(end, end), renderOptions: { after } }]);
  }

  clear(): void {
    for (const editor of vscode.window.visibleTextEditors) {
      editor.setDecorations(this.#marked, []);
      editor.setDecorations(this.#absent, []);
    }
  }

  dispose(): void {
    this.#marked.dispose();
    this.#absent.dispose();
  }

  #set(document: vscode.Uri, marked: readonly vscode.Range[], absent: readonly vscode.DecorationOptions[]): void {
    const key = document.toString();
    for (const editor of vscode.window.visibleTextEditors) {
      const isShown = editor.document.uri.toString() === key;
      editor.setDecorations(this.#marked, isShown ? marked : []);
      editor.setDecorations(this.#absent, isShown ? absent : []);
      const place = marked[0] ?? absent[0]?.range;
      if (isShown && place !== undefined)
        editor.revealRange(place, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
    }
  }
}
