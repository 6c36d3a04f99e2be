import { ok, type Result } from '../../engine/core/refusal.ts';
import { readPythonLayer } from './pythonLayer.ts';
import { type Pasted, readPaste } from './readPaste.ts';
import type { PastedRole } from './withPastedTensor.ts';

/**
 * Reads a text that may be code: what {@link readPaste} reads, and calls in Python. Contains the parser of Python; the page
 * asks the extension host instead.
 */
export function readPastedText(text: string, role: PastedRole): Result<Pasted> | null {
  const layer = readPythonLayer(text);
  if (layer === null) return readPaste(text, role);
  return layer.ok ? ok({ kind: 'layer', layer: layer.value }) : layer;
}
