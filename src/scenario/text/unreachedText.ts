import type { Geometry } from '../../engine/geometry/geometry.ts';
import { unreachedOutputs } from '../../engine/layer/unreached.ts';
import { wordList } from '../../engine/core/wordList.ts';
import { formatInteger } from './format.ts';

/** The most rows or columns that are all listed. Of more, the first three and the last are. */
const mostListed = 8;

/** Says, in a sentence for each axis, which rows or columns of the output no tap reaches; empty if taps reach all. */
export function unreachedSentences({ h, w, hasBias }: Geometry): readonly string[] {
  const lines = [
    { outputs: unreachedOutputs(h), size: h.outputSize, one: 'row', many: 'rows' },
    { outputs: unreachedOutputs(w), size: w.outputSize, one: 'column', many: 'columns' },
  ];
  return lines.flatMap(({ outputs, size, one, many }) => {
    if (outputs.length === 0) return [];
    const value = hasBias ? 'the bias alone' : '0';
    return outputs.length === 1
      ? [`No tap reaches ${one} ${outputs.join()} of the output: it is ${value}.`]
      : [
          `No tap reaches ${many} ${listed(outputs)} of the output (${formatInteger(outputs.length)} of ${formatInteger(size)}): they are ${value}.`,
        ];
  });
}

function listed(outputs: readonly number[]): string {
  if (outputs.length > mostListed) return `${outputs.slice(0, 3).join(', ')}, …, ${outputs.at(-1) ?? 0}`;
  return wordList(outputs);
}
