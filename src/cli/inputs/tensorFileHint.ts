import { refuse, type Result } from '../../engine/core/refusal.ts';
import { shownName } from '../../formats/common/quoted.ts';
import type { TensorEntry, TensorFile } from '../../formats/common/tensorFile.ts';
import { isTensorPath, tensorPathOf } from '../../formats/common/tensorPath.ts';
import { openTensorFile } from '../../formats/openTensorFile.ts';
import { withFileSources } from '../files/fileSources.ts';

/**
 * Returns what to do with a file that was given in place of a scenario document: the sentence names the flags that take
 * its tensors, or why the tensor file cannot be read. Null if the file is no tensor file either.
 */
export async function tensorFileHint(path: string, limit: number): Promise<Result<never> | null> {
  const { file, key } = tensorPathOf(path);
  const opened = await withFileSources(limit, async (sources) => {
    const source = await sources.open(file);
    return source.ok ? await openTensorFile(source.value, sources.beside(file)) : source;
  });
  if (!opened.ok) return isTensorPath(file) ? opened : null;
  const { entries } = opened.value;
  const weight = entries.find((entry) => entry.key === key) ?? weightIn(opened.value);
  const place = weight === null || weight.key === '' ? file : `${file}#${shownName(weight.key)}`;
  const channels = weight?.shape.length === 4 ? (weight.shape[0] ?? 1) : 4;
  const keys = entries.length > 1 ? `; convt list ${file} prints the keys` : '';
  return refuse(
    'scenario',
    `${file} is a tensor file, not a scenario (*.convt.json) or an ONNX model: give its tensors as flags, such as --input randn:1x${channels}x8x8 --weight ${place}${keys}`,
  );
}

/** Returns the tensor that is most likely a weight; null if the file has none. */
function weightIn({ entries }: TensorFile): TensorEntry | null {
  const whole = entries.filter(({ partOf }) => partOf === undefined);
  const four = whole.filter(({ shape }) => shape.length === 4);
  const named = four.find(({ key }) => key.endsWith('weight'));
  return named ?? four[0] ?? whole[0] ?? null;
}
