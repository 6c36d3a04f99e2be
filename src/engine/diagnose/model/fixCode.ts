import type { Call } from '../../core/call.ts';

/**
 * A mistake in the Code tab's PyTorch program of a formulation, or in the plain call of
 * `conv_transpose2d`. Names are those of that program.
 */
export interface FixCode {
  readonly program: 'unfold-matmul' | 'matmul-fold' | 'naive' | 'call';
  /**
   * A line each, in the program's order: " " is there in any case, "-" only in the mistaken one, "+" only in the
   * right one. Lines of the program between these are left out.
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

/** The program `call`; b is None where there is no bias. */
export const callLine = 'y = F.conv_transpose2d(x, w, b, (sH, sW), (pH, pW), (opH, opW), groups, (dH, dW))';

/** The line of a diff that adds the bias: the program has it only where the call has a bias. */
const ofBias = /\bb\.reshape\(|^b = /;

/** The lines of a diff, for this call. */
export function diffLines({ diff }: FixCode, { bias }: Call): readonly DiffLine[] {
  return diff.split('\n').flatMap((line) => {
    const [first = ' ', text] = [line[0], line.slice(1)];
    const sign = first === '-' || first === '+' ? first : ' ';
    return bias === null && ofBias.test(text) ? [] : [{ sign, text }];
  });
}
