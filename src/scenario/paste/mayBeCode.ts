import { findApi } from '../../dialects/dialects.ts';
import { mayHaveTransposed } from '../../python/mayHaveCalls.ts';

/** The longest text in which a call is looked for, in characters. */
export const longestCode = 20_000;

/** What PyTorch prints after a tensor that a transposed convolution has computed. */
const gradFn = /grad_fn=<[^>]*>/g;

/**
 * Returns whether a text may be a call in Python or keyword arguments of PyTorch's call alone, so that `readPythonLayer`
 * has to read it. Takes microseconds, and reads no Python.
 */
export function mayBeCode(text: string): boolean {
  if (text.length > longestCode) return false;
  if (mayHaveTransposed(text)) {
    const given = text.replace(gradFn, '');
    return given.includes('(') && mayHaveTransposed(given);
  }
  const first = /^\s*([a-z_]+)\s*=(?!=)/.exec(text)?.[1];
  return first !== undefined && isParameter(first);
}

function isParameter(name: string): boolean {
  return findApi('torch.nn.ConvTranspose2d')?.api.parameters.some((parameter) => parameter.name === name) === true;
}
