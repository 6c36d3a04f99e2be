import { formatInteger } from '../../../src/scenario/text/format.ts';
import { literalLimit, numpyLiteral } from './numpyLiteral.ts';
import type { PaneExport } from './paneExport.ts';
import type { HostServices } from '../../bridge/hostServices.ts';

/** Copies the slice as a literal, and says so; refuses what is too large with a sentence. */
export async function copyNumpy({ view, source }: PaneExport, host: HostServices): Promise<string> {
  const literal = numpyLiteral(view, source.dtype);
  if (literal === null) {
    const count = formatInteger(view.rows * view.columns);
    const most = formatInteger(literalLimit);
    return `${count} elements are too many for a literal (at most ${most}): save them as .npy.`;
  }
  return (await host.copyText(literal)) ? 'Copied as NumPy.' : 'Nothing was copied.';
}
