import assert from 'node:assert/strict';
import { interpolateMagma, interpolateViridis, schemeRdBu } from 'd3-scale-chromatic';
import { finiteMax, niceLimit } from '../../../src/colour/limits.ts';
import { parseColour } from '../../../webview/colour/hatch.ts';
import { inkOn } from '../../../webview/colour/ink.ts';
import { colourFunction, lutOf, lutSize } from '../../../src/colour/maps.ts';
import { cssColour, entryOf, signedScale, unsignedScale } from '../../../src/colour/scale.ts';

describe('colour maps', () => {
  // The expected colours are ColorBrewer's (RdBu, 11 classes) and matplotlib's (magma, viridis).
  const ends = [
    { map: 'signed', first: 'rgb(5,48,97)', middle: 'rgb(247,247,247)', last: 'rgb(103,0,31)' },
    { map: 'error', first: 'rgb(0,0,4)', middle: 'rgb(183,55,121)', last: 'rgb(252,253,191)' },
    { map: 'count', first: 'rgb(68,1,84)', middle: 'rgb(33,145,140)', last: 'rgb(253,231,37)' },
  ] as const;
  for (const { map, first, middle, last } of ends) {
    it(`${map} runs from ${first} by ${middle} to ${last}`, () => {
      const lut = lutOf(map);
      assert.equal(cssColour(lut, 0), first);
      const close = (cssColour(lut, (lutSize - 1) / 2).match(/\d+/g) ?? []).map(Number);
      const wanted = (middle.match(/\d+/g) ?? []).map(Number);
      // The middle lies between two of matplotlib's 256 entries: a level or two either way.
      wanted.forEach((level, i) => assert.ok(Math.abs(level - (close[i] ?? NaN)) <= 2));
      assert.equal(cssColour(lut, lutSize - 1), last);
    });
  }

  it('is d3-scale-chromatic’s wherever it stands between two of its colours', () => {
    const hex = (colour: readonly number[]): string =>
      `#${colour.map((level) => level.toString(16).padStart(2, '0')).join('')}`;
    for (const [map, expected] of [
      ['error', interpolateMagma],
      ['count', interpolateViridis],
    ] as const) {
      const colour = colourFunction(map);
      for (let i = -8; i <= 1008; i++) assert.equal(hex(colour(i / 1000)), expected(i / 1000), map);
    }
    const signed = colourFunction('signed');
    const stops = Array.from({ length: 11 }, (_, i) => hex(signed(1 - i / 10)));
    assert.deepEqual(stops, schemeRdBu[11]);
  });

  it('blue is negative, red is positive, and 0 is the white in the middle', () => {
    const scale = signedScale(2);
    const colour = (value: number) => (cssColour(scale.lut, entryOf(scale, value)).match(/\d+/g) ?? []).map(Number);
    const [minusRed = 0, , minusBlue = 0] = colour(-1.5);
    const [plusRed = 0, , plusBlue = 0] = colour(1.5);
    assert.ok(minusBlue > minusRed && plusRed > plusBlue);
    assert.deepEqual(colour(0), [247, 247, 247]);
    assert.deepEqual(colour(-0), [247, 247, 247]);
  });
});

describe('scales', () => {
  it('values beyond the limits take the colour of the nearest end', () => {
    const scale = unsignedScale('error', 3);
    assert.equal(entryOf(scale, -1), 0);
    assert.equal(entryOf(scale, 0), 0);
    assert.equal(entryOf(scale, 3), lutSize - 1);
    assert.equal(entryOf(scale, 1e9), lutSize - 1);
    assert.equal(entryOf(scale, 1.5), (lutSize - 1) / 2);
  });

  it('a tensor of zeros still has a scale', () => {
    assert.equal(entryOf(signedScale(0), 0), (lutSize - 1) / 2);
    assert.equal(entryOf(unsignedScale('error', 0), 0), 0);
  });

  it('the largest doubles neither overflow nor lose their sign', () => {
    const scale = signedScale(Number.MAX_VALUE);
    assert.equal(entryOf(scale, -Number.MAX_VALUE), 0);
    assert.equal(entryOf(scale, Number.MAX_VALUE), lutSize - 1);
    assert.equal(entryOf(scale, 0), (lutSize - 1) / 2);
  });
});

describe('colour limits', () => {
  it('the largest finite magnitude leaves NaN and infinities out', () => {
    assert.equal(finiteMax([1, -3, NaN, Infinity, -Infinity]), 3);
    assert.equal(finiteMax([NaN]), 0);
    assert.equal(finiteMax([9, 2, 1], 1, 3), 2);
  });

  it('a round limit is at or above the value', () => {
    for (const value of [1e-7, 2.39e-7, 0.3, 0.31, 1, 4.7, 79, 1e300]) {
      assert.ok(niceLimit(value) >= value && niceLimit(value) <= 2 * value, String(value));
    }
  });
});

describe('ink', () => {
  it('has a contrast of at least 4.5 on every colour', () => {
    // WCAG's relative luminance, with its own transfer curve.
    const linear = (byte: number): number =>
      byte / 255 <= 0.04045 ? byte / 255 / 12.92 : ((byte / 255 + 0.055) / 1.055) ** 2.4;
    const sides = Array.from({ length: 18 }, (_, i) => i * 15);
    for (const r of sides) {
      for (const g of sides) {
        for (const b of sides) {
          const back = 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
          const contrast = inkOn(Uint8Array.of(r, g, b), 0) === '#fff' ? 1.05 / (back + 0.05) : (back + 0.05) / 0.05;
          assert.ok(contrast >= 4.5, `${contrast} on ${[r, g, b].join(', ')}`);
        }
      }
    }
  });
});

describe('theme colours', () => {
  it('are read in every notation that themes use', () => {
    assert.deepEqual(parseColour('#f5a524'), [245, 165, 36]);
    assert.deepEqual(parseColour('#000000d0'), [0, 0, 0]);
    assert.deepEqual(parseColour('#fa0'), [255, 170, 0]);
    assert.deepEqual(parseColour('rgba(10, 20, 30, 0.5)'), [10, 20, 30]);
  });
});
