import { forumQuestion, forum } from './forum.ts';
import { networks } from './networks.ts';
import type { Preset } from './preset.ts';
import { checkerboardPreset, dilated, infiniteWeight, strided } from './small.ts';

/** All presets, in the order of lists. The debugger opens with the first. */
export const presets: readonly [Preset, ...Preset[]] = [
  strided,
  forum,
  forumQuestion,
  ...networks,
  dilated,
  checkerboardPreset,
  infiniteWeight,
];

/** Returns the preset with this id, or null. */
export function findPreset(id: string): Preset | null {
  return presets.find((preset) => preset.id === id) ?? null;
}
