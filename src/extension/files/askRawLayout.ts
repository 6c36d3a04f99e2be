import * as vscode from 'vscode';
import { type RawLayout, rawLayoutOf, rawShape } from '../../formats/common/rawLayout.ts';
import { mayBeRaw } from '../../formats/openRaw.ts';
import { formatBytes } from '../../scenario/text/format.ts';
import { openFile } from './openFile.ts';
import { fileNameOf } from './openTensorFileAt.ts';
import { readSettings } from '../shared/settings.ts';

/**
 * Asks the user for the dtype and the shape of a file of raw numbers, and shows while the user types how they do not fit its
 * size. Returns null if the user cancels; if `onlyIfUnknown`, also for a file that says what it is.
 */
export async function askRawLayout(uri: vscode.Uri, onlyIfUnknown = false): Promise<RawLayout | null> {
  const name = fileNameOf(uri);
  const source = await openFile(uri, name, readSettings().memoryCap);
  if (!source.ok || (onlyIfUnknown && !(await mayBeRaw(source.value)))) return null;
  const { size } = source.value;
  const check = (text: string): RawLayout | string => {
    const layout = rawLayoutOf(`:${text.trim()}`);
    if (layout === null)
      return 'Give a dtype and a shape, such as float32:1x3x6x6, bfloat16:64 or >f4:6x6 (big-endian).';
    const shape = rawShape(layout, size);
    return typeof shape === 'string' ? `${shape}.` : layout;
  };
  const text = await vscode.window.showInputBox({
    title: `Read ${name} as Raw Numbers`,
    prompt: `dtype:shape of the numbers in its ${formatBytes(size)}, row-major. Without a shape they have one axis.`,
    value: size % 4 === 0 ? `float32:${size / 4}` : `uint8:${size}`,
    ignoreFocusOut: true,
    validateInput: (typed) => {
      const checked = check(typed);
      return typeof checked === 'string' ? checked : undefined;
    },
  });
  const checked = text === undefined ? null : check(text);
  return checked === null || typeof checked === 'string' ? null : checked;
}
