import { forumQuestion, forum } from './forum.ts';
import { networks } from './networks.ts';
import type { Preset } from './preset.ts';
import { checkerboardPreset, dilated, infiniteWeight, strided } from './small.ts';

/** Every preset, in the order of the lists that show them; the first is what the debugger opens on. */
export const presets: readonly [Preset, ...Preset[]] = [
  forum,
  forumQuestion,
  strided,
  ...networks,
  dilated,
  checkerboardPreset,
  infiniteWeight,
];

/** The preset of this id, or null. */
export function findPreset(id: string): Preset | null {
  return presets.find((preset) => preset.id === id) ?? null;
}
