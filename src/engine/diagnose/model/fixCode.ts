import type { Call } from '../../core/call.ts';

/**
 * A mistake in the Code tab's PyTorch program of a formulation, or in a plain call of `conv_transpose2d`, using the
 * program's variable names.
 */
export interface FixCode {
  readonly program: 'unfold-matmul' | 'matmul-fold' | 'naive' | 'call';
  /**
   * One line each, in the program's order: " " marks an unchanged line, "-" a line of the mistake, "+" a line of the
   * correct program. Other lines of the program are omitted.
   */
  readonly diff: string;
}

export interface DiffLine {
  readonly sign: ' ' | '-' | '+';
  readonly text: string;
}

export const unfoldCode = (diff: string): FixCode => ({ program: 'unfold-matmul', diff });
export const foldCode = (diff: string): FixCode => ({ program: 'matmul-fold', diff });
export const naiveCode = (diff: string): FixCode => ({ program: 'naive', diff });
export const callCode = (diff: string): FixCode => ({ program: 'call', diff });

/** The only line of the program `call`; b is None if there is no bias. */
export const callLine = 'y = F.conv_transpose2d(x, w, b, (sH, sW), (pH, pW), (opH, opW), groups, (dH, dW))';

/** Matches the lines of a diff that use the bias; the program has them only if the call has a bias. */
const biasLinePattern = /\bb\.reshape\(|^b = /;

/** Returns the lines of a diff for this call. */
export function diffLines({ diff }: FixCode, { bias }: Call): readonly DiffLine[] {
  return diff.split('\n').flatMap((line) => {
    const [first = ' ', text] = [line[0], line.slice(1)];
    const sign = first === '-' || first === '+' ? first : ' ';
    return bias === null && biasLinePattern.test(text) ? [] : [{ sign, text }];
  });
}
