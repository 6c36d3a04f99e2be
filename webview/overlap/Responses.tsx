import { useMemo, useState } from 'preact/hooks';
import type { ChannelResponse } from '../../src/engine/layer/response.ts';
import { responseRequest } from '../../src/protocol/workerMessages.ts';
import { formatInteger, formatPercent, formatShort } from '../../src/scenario/text/format.ts';
import { type ResponseColumn, sortResponses, valueOf } from './sortResponses.ts';
import { TermLabel } from '../ui/TermLabel.tsx';
import { useAnswer } from '../store/useAnswer.ts';
import type { RunModel } from '../store/runModel.ts';
import { useSession } from '../store/useSession.ts';

/** Most channels that are listed; sorting by another column lists the worst channels of that column. */
const mostChannels = 50;

const columns: readonly (readonly [ResponseColumn, string])[] = [
  ['channel', 'channel'],
  ['mean', 'mean'],
  ['amplitude', 'amplitude'],
  ['relative', 'relative'],
];
const withBias: readonly (readonly [ResponseColumn, string])[] = [
  ['meanBias', 'mean with bias'],
  ['relativeBias', 'relative with bias'],
];

/** Each output channel's response to an all-ones input, which shows checkerboards of the weight. */
export function Responses({ run }: { readonly run: RunModel }) {
  const { layer } = useSession().ports.workers;
  const { originalCall: call } = run.run;
  const { answer, waiting, error } = useAnswer(
    layer,
    responseRequest,
    () => ({ weight: call.weight, bias: call.bias, geometry: run.geometry }),
    [run],
  );
  return (
    <section class="overlap-part" aria-labelledby="overlap-responses">
      <header>
        <h2 id="overlap-responses">
          <TermLabel term="response">Checkerboard strength</TermLabel>
        </h2>
        <span class="dim" role="status">
          {error ??
            (answer !== null
              ? `Response to an all-ones input, away from the borders.${capped(answer.length)}`
              : waiting
                ? 'Computing …'
                : 'The output is too small: along an axis, fewer elements than the stride are free of border effects. Use a larger input.')}
        </span>
      </header>
      {answer !== null && (
        <div class={waiting ? 'overlap-list pending' : 'overlap-list'}>
          <Table responses={answer} biased={call.bias !== null} />
        </div>
      )}
    </section>
  );
}

const capped = (count: number): string =>
  count > mostChannels ? ` Showing ${mostChannels} of ${formatInteger(count)} channels.` : '';

function Table(props: { readonly responses: readonly ChannelResponse[]; readonly biased: boolean }) {
  const { responses, biased } = props;
  const [chosen, setSorted] = useState<ResponseColumn>('relative');
  const visible = biased ? [...columns, ...withBias] : columns;
  const sorted = visible.some(([column]) => column === chosen) ? chosen : 'relative';
  const rows = useMemo(() => sortResponses(responses, sorted).slice(0, mostChannels), [responses, sorted]);
  return (
    <table class="overlap-table">
      <thead>
        <tr>
          {visible.map(([column, title]) => (
            <th key={column} scope="col" aria-sort={sortOf(column, sorted)}>
              <button type="button" class="text-button" onClick={() => setSorted(column)}>
                {title}
                <span aria-hidden="true">{column !== sorted ? '' : column === 'channel' ? ' ↑' : ' ↓'}</span>
              </button>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.channel}>
            <th scope="row">{row.channel}</th>
            {visible.slice(1).map(([column]) => (
              <td key={column}>{cellText(column, valueOf(row, column))}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function sortOf(column: ResponseColumn, sorted: ResponseColumn): 'ascending' | 'descending' | 'none' {
  if (column !== sorted) return 'none';
  return column === 'channel' ? 'ascending' : 'descending';
}

function cellText(column: ResponseColumn, value: number | null): string {
  if (value === null) return '–';
  const share = column === 'relative' || column === 'relativeBias';
  return share && Math.abs(value) < 1000 ? formatPercent(value, 1) : formatShort(value);
}
