import { findTensorRequest } from '../../src/protocol/hostMessages.ts';
import { type TensorRole, withTensor } from '../../src/scenario/document/withTensor.ts';
import { host } from '../bridge/host.ts';
import { editScenario } from './actions.ts';
import { tell } from '../ui/notice.ts';

/** Puts a tensor of a file into the scenario: of the file at this URI, or (null) of one that the user is asked for. */
export async function takeTensor(role: TensorRole, uri: string | null): Promise<void> {
  const reply = await host.call(findTensorRequest, { uri }).reply;
  if (!reply.ok) tell(reply.error);
  else if (!reply.value.ok) tell(reply.value.refusal.message);
  else {
    const source = reply.value.value;
    // Null: the user thought better of it.
    if (source !== null) editScenario((before) => withTensor(before, role, source), `${role} data`);
  }
}
