import assert from 'node:assert/strict';
import { tensorOf } from '../../../../src/engine/core/tensor.ts';
import type { Diagnosis } from '../../../../src/engine/diagnose/search/diagnose.ts';
import { rounderTo } from '../../../../src/engine/rounding/roundTo.ts';
import { diagnosed } from './drawnCalls.ts';
import { type WrongCase, wrongCases } from './wrongCases.ts';

type Half = 'float16' | 'bfloat16';

/** Diagnoses PyTorch's wrong output of a case, rounded to a format and widened again, as a half-precision kernel gives it. */
function inFormat({ call, actual }: WrongCase, format: Half): Diagnosis {
  const data = Float32Array.from(actual.data, rounderTo(format));
  return diagnosed(call, tensorOf('float32', actual.shape, data));
}

const idsOf = ({ matches }: Diagnosis): readonly string[] =>
  matches.map(({ mistakes }) => mistakes.map(({ id }) => id).join('+'));

/** What is rounded twice is called computed in that precision. */
const isRounded = ({ id }: WrongCase): boolean => id === 'operands-rounded' || id === 'output-rounded';

/** Each is the same computation: the channels' sum in each of them is their mean subtracted. */
const otherNames: Readonly<Record<string, string>> = { 'slices-mixed 0': 'normalized-after' };

describe('an output of float32 whose numbers are those of half precision', () => {
  for (const [format, share, cases] of [
    ['float16', 0.95, wrongCases],
    // As many as show the kinds.
    ['bfloat16', 0.8, wrongCases.filter((_, at) => at % 3 === 0)],
  ] as const) {
    it(`has the mistake that it has in float32, and ${format} beside it`, function () {
      this.timeout(180_000);
      const tried = cases.filter((wrong) => !isRounded(wrong));
      let right = 0;
      for (const wrong of tried) {
        const found = inFormat(wrong, format);
        const ids = idsOf(found);
        const isNamed = ids.includes(wrong.id);
        if (found.confidence === 'certain')
          assert.ok(isNamed || ids[0] === otherNames[wrong.name], `${wrong.name} is called ${ids.join(', ')}`);
        if (isNamed) right += 1;
      }
      assert.ok(right >= share * tried.length, `${right} of ${tried.length} are named`);
    });
  }

  it('says in which format it was found', () => {
    const wrong = wrongCases.find(({ id }) => id === 'kernel-not-rotated');
    assert.ok(wrong);
    for (const format of ['float16', 'bfloat16'] as const) {
      const { matches, confidence, own } = inFormat(wrong, format);
      assert.deepEqual(
        [matches.map(({ detail }) => detail), confidence, own],
        [[`in ${format}`], 'certain', 'float32'],
      );
    }
  });
});
