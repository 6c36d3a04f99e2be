import assert from 'node:assert/strict';
import * as forum from '../../../src/scenario/presets/forum.ts';
import * as networks from '../../../src/scenario/presets/networks.ts';
import type { Preset } from '../../../src/scenario/presets/preset.ts';
import { presets } from '../../../src/scenario/presets/presets.ts';
import * as small from '../../../src/scenario/presets/small.ts';

describe('the presets', () => {
  it('are all that their files export', () => {
    const exported = [forum, networks, small].flatMap((file) => Object.values<Preset | readonly Preset[]>(file).flat());
    const idsOf = (list: readonly { readonly id: string }[]): readonly string[] => list.map(({ id }) => id).sort();
    assert.deepEqual(idsOf(presets), idsOf(exported));
  });
});
