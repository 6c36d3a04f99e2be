import { ok, type Result } from '../../engine/core/refusal.ts';
import { mayBeCode } from './mayBeCode.ts';
import { type Pasted, readPaste } from './readPaste.ts';
import type { PastedRole } from './withPastedTensor.ts';

/**
 * Reads a text that may be code: what {@link readPaste} reads, and calls in Python. The parser of Python is loaded with the
 * first text that may be code. The page, which has no parser, asks the extension host instead.
 */
export async function readPastedText(text: string, role: PastedRole): Promise<Result<Pasted> | null> {
  if (!mayBeCode(text)) return readPaste(text, role);
  const { readPythonLayer } = await import('./pythonLayer.ts');
  const layer = readPythonLayer(text);
  if (layer === null) return readPaste(text, role);
  return layer.ok ? ok({ kind: 'layer', layer: layer.value }) : layer;
}
