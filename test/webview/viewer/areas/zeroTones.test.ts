import assert from 'node:assert/strict';
import type { Theme } from '../../../../webview/colour/theme.ts';
import { zeroTones } from '../../../../webview/viewer/areas/zeroTones.ts';

const themeOn = (background: string): Theme => ({
  background,
  foreground: '#888888',
  secondary: '#888888',
  disabled: '#888888',
  contrast: null,
  focus: '#888888',
  element: '#888888',
  term: '#888888',
  halo: '#888888',
  band: '#888888',
  bandLine: '#888888',
  hatchBackground: '#f0f0f0',
  hatchPadding: '#d0d0d0',
  hatchInserted: '#b0b0b0',
  axis: '#888888',
  mono: 'monospace',
});

describe('the tones of structural zeros', () => {
  it('fade into a light background below 4 pixels', () => {
    const light = themeOn('#ffffff');
    // The means of line and ground: (0xf0 + 0xd0) / 2 and (0xf0 + 0xb0) / 2.
    assert.deepEqual(zeroTones(light, 4).padding, [224, 224, 224]);
    assert.deepEqual(zeroTones(light, 9).inserted, [208, 208, 208]);
    // Halfway between 4 and 1: half of 31 and half of 47 below white, rounded.
    assert.deepEqual(zeroTones(light, 2.5).padding, [240, 240, 240]);
    assert.deepEqual(zeroTones(light, 2.5).inserted, [232, 232, 232]);
    assert.deepEqual(zeroTones(light, 0.3).inserted, [255, 255, 255]);
  });

  it('stay on a dark background, where values near zero stand out', () => {
    assert.deepEqual(zeroTones(themeOn('#1f1f1f'), 0.3).inserted, [208, 208, 208]);
  });
});
