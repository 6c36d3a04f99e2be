import type { Result } from '../../src/engine/core/refusal.ts';
import type { Pending } from '../../src/protocol/channel.ts';
import { openAsLayerRequest, openLayerRequest, useTensorRequest } from '../../src/protocol/tensorMessages.ts';
import type { TensorRole } from '../../src/scenario/document/withTensor.ts';
import { host } from '../bridge/host.ts';
import { tell } from '../ui/notice.ts';

/** Puts the tensor into a scenario. */
export function putTensor(key: string, role: TensorRole): void {
  void said(host.call(useTensorRequest, { key, role }));
}

/** Opens a layer of a model in the debugger. */
export function openLayer(layer: number): void {
  void said(host.call(openLayerRequest, { layer }));
}

/** Opens a weight as a layer, asking for what a state_dict does not say. */
export function openAsLayer(key: string): void {
  void said(host.call(openAsLayerRequest, { key }));
}

/** Says what was done or why not. */
async function said(pending: Pending<Result<string | null>>): Promise<void> {
  const reply = await pending.reply;
  if (!reply.ok) tell(reply.error);
  else if (!reply.value.ok) tell(reply.value.refusal.message);
  else if (reply.value.value !== null) tell(reply.value.value);
}
