import type { CheckedFile } from '../../../src/report/check/checkedFile.ts';

/** Returns the check of a document whose output is right, or that of a kernel that was not rotated. */
export function checkedFile(path: string, { passed }: { readonly passed: boolean }): CheckedFile {
  const fix = 'Flip the kernel: w.flip(2, 3).';
  const shape = [1, 1, 4, 4];
  const match = {
    id: 'kernel-not-rotated',
    kind: 'single',
    title: 'The kernel was not rotated by 180°',
    detail: '',
    place: 'rotated',
    fix,
    known: [],
    maxAbs: 0,
    call: null,
    instead: null,
    confidence: 'certain',
  } as const;
  return {
    path,
    line: 5,
    outcome: {
      kind: 'answered',
      output: {
        passed,
        headline: passed ? 'Exactly correct' : 'Wrong: the kernel was not rotated by 180°',
        detail: passed ? 'All 16 values equal the float64 reference.' : 'That explains all 16 values.',
        fix: passed ? null : fix,
        report: {
          verdict: passed ? 'exact' : 'mismatch',
          profile: passed ? 'float32' : null,
          dtype: 'float32',
          matches: passed ? [] : [match],
          evidence: null,
          ambiguity: null,
          shape: null,
          where: null,
          shapeCauses: null,
          output: { shape },
          actual: { shape },
          error: null,
        },
        facts: {
          file: 'y.npy',
          input: shape,
          weight: [1, 1, 1, 1],
          bias: null,
          params: { stride: [1, 1], padding: [0, 0], outputPadding: [0, 0], dilation: [1, 1], groups: 1 },
          code: [],
          firstMismatch: null,
          nonFinite: null,
        },
      },
    },
  };
}
