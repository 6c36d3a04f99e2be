import { assertNever } from '../../src/engine/core/assertNever.ts';
import type { ChannelResponse } from '../../src/engine/layer/response.ts';

/** A column of the table of responses. */
export type ResponseColumn = 'channel' | 'mean' | 'amplitude' | 'relative' | 'meanBias' | 'relativeBias';

/** An output channel with its response to an all-ones input. */
export interface Row {
  readonly channel: number;
  readonly response: ChannelResponse;
}

/** Returns the value in a column; null for an amplitude relative to a mean of 0. */
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
    default:
      return assertNever(column, 'column');
  }
}

/**
 * Sorts the channels by a column: the channel ascending, any other column by magnitude descending, NaN first. Channels
 * with the same magnitude are in ascending order.
 */
export function sortResponses(responses: readonly ChannelResponse[], column: ResponseColumn): readonly Row[] {
  const rows = responses.map((response, channel) => ({ channel, response }));
  if (column === 'channel') return rows;
  const size = (row: Row): number => {
    const value = valueOf(row, column);
    // Relative to a mean of 0, an amplitude is infinite, except 0.
    if (value === null) return row.response.amplitude === 0 ? 0 : Infinity;
    return Number.isNaN(value) ? Infinity : Math.abs(value);
  };
  const sizes = rows.map(size);
  const rankOf = ({ channel }: Row): number => sizes[channel] ?? 0;
  return rows.sort((a, b) => {
    const [left, right] = [rankOf(a), rankOf(b)];
    return left === right ? a.channel - b.channel : right > left ? 1 : -1;
  });
}
