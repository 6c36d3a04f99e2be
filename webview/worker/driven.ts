import type { Steps } from '../../src/engine/core/steps.ts';
import type { Context } from '../../src/protocol/channel.ts';
import { drive } from '../../src/protocol/drive.ts';
import { driverOf } from './driverOf.ts';

/** A computation to its end. @throws when cancelled; the channel drops whatever becomes of that, nobody sees it */
export async function driven<T>(steps: Steps<T>, context: Context): Promise<T> {
  const end = await drive(steps, driverOf(context));
  if (end === null) throw new Error('Cancelled.');
  return end.value;
}
