import type { Pair, Params } from '../../../src/engine/core/call.ts';
import type { Argument, Axis } from '../../../src/engine/core/refusal.ts';
import type { Scenario } from '../../../src/scenario/document/scenario.ts';
import { DraftedNumberField } from '../../fields/DraftedNumberField.tsx';
import { FieldRefusal } from '../../fields/FieldRefusal.tsx';
import { legalOf } from '../legalOf.ts';
import { useSession } from '../../store/useSession.ts';

/** The parameters that are pairs: PyTorch's names and the scenario's keys. */
const keys = {
  stride: 'stride',
  padding: 'padding',
  padding_end: 'paddingEnd',
  output_padding: 'outputPadding',
  dilation: 'dilation',
} as const satisfies Partial<Record<Argument, keyof Params>>;
export type PairArgument = keyof typeof keys;

const axes: readonly (readonly [Axis, string])[] = [
  [0, 'height'],
  [1, 'width'],
];

/** Edits a parameter with one value for the height and one for the width. */
export function PairField(props: {
  readonly scenario: Scenario;
  readonly argument: PairArgument;
  readonly words: string;
  readonly symbol: string;
}) {
  const { scenario, argument, words, symbol } = props;
  const { form, pasting } = useSession();
  const key = keys[argument];
  return (
    <>
      <div class="parameter-row" role="group" aria-label={words}>
        <span>
          {words} <i>{symbol}</i>
        </span>
        {axes.map(([axis, axisWord]) => (
          <DraftedNumberField
            key={axis}
            name={`${words}, ${axisWord}`}
            field={{ id: `${argument}[${axis}]`, kind: 'number', name: `${argument}[${axis}]`, argument, axis }}
            value={scenario.params[key]?.[axis] ?? 0}
            legal={legalOf(form.shapeOf(scenario), argument, axis)}
            onChange={(value, pace) => form.edit((before) => withPair(before, key, axis, value), pace)}
            longer={pasting.pairOf(key)}
          />
        ))}
      </div>
      <FieldRefusal argument={argument} />
    </>
  );
}

function withPair(scenario: Scenario, key: (typeof keys)[PairArgument], axis: Axis, value: number): Scenario {
  const [h, w] = scenario.params[key] ?? scenario.params.padding;
  const pair: Pair = axis === 0 ? [value, w] : [h, value];
  return { ...scenario, params: { ...scenario.params, [key]: pair } };
}
