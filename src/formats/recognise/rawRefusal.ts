import { countText, bytesText } from '../common/amountText.ts';

/**
 * Says of a file of unknown bytes what they may be, and how raw numbers are named, for a sentence after the file's name. What
 * a compressed file holds is not read as raw numbers.
 */
export function rawRefusal(size: number, isInflated: boolean): string {
  if (isInflated) return 'does not begin as a tensor file does; if it was downloaded, download it again.';
  const as = (
    [
      ['float32', 4],
      ['float16', 2],
      ['float64', 8],
    ] as const
  )
    .filter(([, bytes]) => size % bytes === 0)
    .map(([element, bytes]) => countText(size / bytes, element, element));
  const numbers = as.length === 0 ? '' : ` (${bytesText(size)}: ${as.join(', ')})`;
  return `does not begin as a tensor file does${numbers}. If it holds raw numbers, give their dtype and shape after its name, such as :float32:1x3x6x6; if it was downloaded, download it again.`;
}
