import { visibleText } from '../../src/engine/core/visibleText.ts';
import type { FileInfo } from '../../src/protocol/tensorMessages.ts';
import type { TensorEntry } from '../../src/formats/common/tensorFile.ts';
import { scenarioAround } from '../../src/scenario/document/scenarioAround.ts';
import { roleTitles, type TensorRole } from '../../src/scenario/document/withTensor.ts';
import type { MenuItem } from '../ui/Menu.tsx';

const roles: readonly TensorRole[] = ['input', 'weight', 'bias', 'actual'];

/** Returns the reason why a tensor cannot have a role in a call, or null if it can. */
export function obstacleOf(role: TensorRole, { shape, partOf }: TensorEntry, info: FileInfo | null): string | null {
  if (info !== null && info.unusable !== null) return `A call cannot read this tensor: ${info.unusable}.`;
  if (partOf !== undefined) return `${capitalised(visibleText(partOf))}.`;
  const around = scenarioAround(role, { source: { file: '' }, shape, dtype: 'float32' });
  return around.ok ? null : around.refusal.message;
}

function capitalised(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}

/** Returns the menu items that put a tensor into a call; one that is impossible has the reason. */
export function tensorUseItems(
  entry: TensorEntry,
  info: FileInfo | null,
  put: (key: string, role: TensorRole) => void,
): readonly MenuItem[] {
  return roles.map((role) => {
    const obstacle = obstacleOf(role, entry, info);
    return {
      id: role,
      label: `Use as ${roleTitles[role]}`,
      ...(obstacle === null ? {} : { unavailable: obstacle }),
      choose: () => put(entry.key, role),
    };
  });
}
