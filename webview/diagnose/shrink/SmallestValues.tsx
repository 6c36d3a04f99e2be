import type { SmallestCall } from '../../../src/scenario/shrink/smallestCall.ts';
import { formatShape } from '../../../src/scenario/text/format.ts';
import { valuesOf } from './shrinkText.ts';

/** The values of the smallest call: its inputs, the wrong output and the expected output. */
export function SmallestValues({ smallest }: { readonly smallest: SmallestCall }) {
  const { call, actual, expected, subject } = smallest;
  const rows = [
    ['input', call.input],
    ['weight', call.weight],
    ...(call.bias === null ? [] : [['bias', call.bias] as const]),
    [subject.kind === 'mistake' ? 'with the mistake' : 'yours', actual],
    ['expected', expected],
  ] as const;
  return (
    <table class="overlap-table shrink-values">
      <caption>Values</caption>
      <thead>
        <tr>
          <th scope="col">tensor</th>
          <th scope="col">shape</th>
          <th scope="col">values</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(([name, tensor]) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td>{formatShape(tensor.shape)}</td>
            <td class="shrink-numbers">{valuesOf(tensor)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
