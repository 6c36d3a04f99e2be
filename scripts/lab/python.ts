import { aptInstall } from './apt.ts';
import { capture, onPath } from './command.ts';

/** A Python that imports torch and numpy, or why there is none. */
export type FoundPython =
  { readonly ok: true; readonly path: string } | { readonly ok: false; readonly reason: string };

let found: FoundPython | undefined;

/**
 * A Python with PyTorch and NumPy: the one in CONVT_PYTHON, else the system's (whose packages are
 * the distribution's), else the first on PATH. Looked for once in a process; nothing is installed.
 */
export function findPython(): FoundPython {
  return (found ??= look());
}

/** As `findPython`, but installs Debian's PyTorch and NumPy where that is possible. */
export function preparePython(): FoundPython {
  const there = findPython();
  if (there.ok || !aptInstall(['python3-torch', 'python3-numpy', 'python3-onnx'])) return there;
  return (found = look());
}

function look(): FoundPython {
  const named = process.env.CONVT_PYTHON;
  const candidates =
    named === undefined || named === '' ? ['/usr/bin/python3', onPath('python3'), onPath('python')] : [named];
  for (const path of candidates) {
    if (path !== undefined && capture(path, ['-c', 'import torch, numpy']).code === 0) {
      return { ok: true, path };
    }
  }
  const where = named === undefined || named === '' ? 'here' : `at ${named} (CONVT_PYTHON)`;
  return {
    ok: false,
    reason: `there is no Python with torch and numpy ${where}: pip install torch numpy, or name one in CONVT_PYTHON`,
  };
}
