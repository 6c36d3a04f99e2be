import type { ChannelResponse } from '../../src/engine/layer/response.ts';

/** A column of the table of responses. */
export type ResponseColumn = 'channel' | 'mean' | 'amplitude' | 'relative' | 'meanBias' | 'relativeBias';

/** An output channel with what it makes of ones. */
export interface Row {
  readonly channel: number;
  readonly response: ChannelResponse;
}

/** What stands in a column; null for an amplitude relative to a mean of 0. */
export function valueOf({ channel, response }: Row, column: ResponseColumn): number | null {
  switch (column) {
    case 'channel':
      return channel;
    case 'mean':
      return response.withoutBias.mean;
    case 'amplitude':
      return response.amplitude;
    case 'relative':
      return response.withoutBias.relative;
    case 'meanBias':
      return response.withBias.mean;
    case 'relativeBias':
      return response.withBias.relative;
    default: {
      const never: never = column;
      throw new Error(`unknown column ${String(never)}`);
    }
  }
}

/**
 * The channels by a column, the worst first: the channel ascending, anything else by size descending. What is no
 * number comes before all numbers; of the same value the lower channel comes first.
 */
export function sortResponses(responses: readonly ChannelResponse[], column: ResponseColumn): readonly Row[] {
  const rows = responses.map((response, channel) => ({ channel, response }));
  if (column === 'channel') return rows;
  const size = (row: Row): number => {
    const value = valueOf(row, column);
    // Relative to nothing, any amplitude is infinite; none is none.
    if (value === null) return row.response.amplitude === 0 ? 0 : Infinity;
    return Number.isNaN(value) ? Infinity : Math.abs(value);
  };
  const sizes = rows.map(size);
  const by = ({ channel }: Row): number => sizes[channel] ?? 0;
  return rows.sort((a, b) => (by(a) === by(b) ? a.channel - b.channel : by(b) > by(a) ? 1 : -1));
}
