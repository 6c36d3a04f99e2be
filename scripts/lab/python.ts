import { aptInstall } from './apt.ts';
import { capture, onPath } from './command.ts';

/** The path of a Python that can import torch and numpy; or, if there is none, the reason. */
export type FoundPython =
  { readonly ok: true; readonly path: string } | { readonly ok: false; readonly reason: string };

let found: FoundPython | undefined;

/**
 * Returns a Python with PyTorch and NumPy: the one that CONVT_PYTHON names, else the system's, else the first in PATH.
 * The search runs once per process. Installs nothing.
 */
export function findPython(): FoundPython {
  return (found ??= searchPython());
}

/**
 * Does the same as {@link findPython}, but if there is none, tries to install Debian's packages of PyTorch, NumPy and
 * ONNX.
 */
export function preparePython(): FoundPython {
  const python = findPython();
  if (python.ok || !aptInstall(['python3-torch', 'python3-numpy', 'python3-onnx'])) return python;
  return (found = searchPython());
}

function searchPython(): FoundPython {
  const named = process.env.CONVT_PYTHON;
  const candidates =
    named === undefined || named === '' ? ['/usr/bin/python3', onPath('python3'), onPath('python')] : [named];
  for (const path of candidates) {
    if (path !== undefined && capture(path, ['-c', 'import torch, numpy']).code === 0) {
      return { ok: true, path };
    }
  }
  const where = named === undefined || named === '' ? 'on this machine' : `at ${named} (CONVT_PYTHON)`;
  return {
    ok: false,
    reason: `no Python with torch and numpy was found ${where}: run pip install torch numpy, or name one in CONVT_PYTHON`,
  };
}
