import { isEmulated, type ProfileId, profileOf } from '../../../src/engine/precision/profiles.ts';
import type { StageId } from '../../../src/engine/provenance/stage.ts';
import { shortFormat } from '../../../src/scenario/text/precisionText.ts';
import { stageStyles } from '../../viewer/stageStyles.ts';

/** Returns the format that an emulated precision rounds the tensor of this stage to before computing; "" if none. */
export function enteringNote(stage: StageId, profile: ProfileId): string {
  return isEmulated(profile) && stageStyles[stage].enters ? shortFormat[profileOf(profile).factors.format] : '';
}
