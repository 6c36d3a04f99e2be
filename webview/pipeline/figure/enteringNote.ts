import { isEmulated, type ProfileId, profileOf } from '../../../src/engine/precision/profiles.ts';
import type { StageId } from '../../../src/engine/provenance/stage.ts';
import { shortFormat } from '../../../src/scenario/text/precisionText.ts';

const entering: readonly StageId[] = ['input', 'weight', 'input-vector'];

/** In a pane's header, what an emulated precision rounded a tensor to as it entered; "" where it did not. */
export function enteringNote(stage: StageId, profile: ProfileId): string {
  return isEmulated(profile) && entering.includes(stage) ? shortFormat[profileOf(profile).factors.format] : '';
}
