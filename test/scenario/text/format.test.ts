import assert from 'node:assert/strict';
import fc from 'fast-check';
import { cellText } from '../../../src/scenario/text/cellText.ts';
import {
  formatBytes,
  formatMemory,
  formatExponent,
  formatFixed,
  formatIndex,
  formatInteger,
  formatPercent,
  formatShare,
  formatRatio,
  formatShape,
  formatShort,
  formatSigned,
  formatSubscript,
  formatUlp,
} from '../../../src/scenario/text/format.ts';

/** Each row: [the written text, the expected text]. */
type Rows = readonly (readonly [written: string, wanted: string])[];

const tables: Readonly<Record<string, Rows>> = {
  'fixed numbers with a true minus and no minus before zero': [
    [formatFixed(-0.2550661, 6), '−0.255066'],
    [formatFixed(0.006, 2), '0.01'],
    [formatFixed(-0.004, 2), '0.00'],
    [formatFixed(-0, 1), '0.0'],
    [formatFixed(12, 0), '12'],
  ],
  'signed numbers, whose zero has no sign': [
    [formatSigned(0.0117, 4), '+0.0117'],
    [formatSigned(-0.24, 2), '−0.24'],
    [formatSigned(0.001, 2), '0.00'],
    [formatSigned(0, 2), '0.00'],
    [formatSigned(Infinity, 2), '+Inf'],
  ],
  'exponents without a plus': [
    [formatExponent(1.094e-7), '1.09e−7'],
    [formatExponent(1.04e6), '1.04e6'],
    [formatExponent(-2.47e-8, 1), '−2.5e−8'],
    [formatExponent(0), '0'],
    [formatExponent(1e-5, 0), '1e−5'],
  ],
  'plain numbers, with an exponent only below 10⁻³ and from 10⁵ on': [
    [formatShort(1.3e-6), '1.3e−6'],
    [formatShort(1e-5), '1e−5'],
    [formatShort(0.0091), '0.0091'],
    [formatShort(2.5), '2.5'],
    [formatShort(4.0213), '4.02'],
    [formatShort(0.33), '0.33'],
    [formatShort(0.001), '0.001'],
    [formatShort(0.000999), '9.99e−4'],
    [formatShort(-1234.5), '−1\u00a0235'],
    [formatShort(12345.678, 9), '12\u00a0345.678'],
    [formatShort(99999.7), '100\u00a0000'],
    [formatShort(123.4, 2), '123'],
    [formatShort(999.9996), '1\u00a0000'],
    [formatShort(1e20), '1e20'],
    [formatShort(100000), '1e5'],
    [formatShort(0), '0'],
  ],
  'whole numbers in groups of three with no-break spaces': [
    [formatInteger(12150000), '12\u00a0150\u00a0000'],
    [formatInteger(900), '900'],
    [formatInteger(-1000), '−1\u00a0000'],
    [formatInteger(262362.4), '262\u00a0362'],
  ],
  'units in the last place': [
    [formatUlp(3.71), '3.7'],
    [formatUlp(26236.4), '26\u00a0236'],
    [formatUlp(72_619_668_096), '7.26e10'],
    [formatUlp(4.194304e22), '4.19e22'],
    [formatUlp(Infinity), '+Inf'],
  ],
  'ratios to the bound': [
    [formatRatio(0.00881), '0.009'],
    [formatRatio(0.14), '0.140'],
    [formatRatio(0), '0.000'],
    [formatRatio(0.00041), '4.1e−4'],
    [formatRatio(12619.4), '12\u00a0619'],
    [formatRatio(1.04e6), '1.04e6'],
  ],
  percentages: [
    [formatPercent(0.1289), '13%'],
    [formatPercent(0, 1), '0.0%'],
    [formatShare(0, 3456), '0.0%'],
    [formatShare(1, 3456), '<0.1%'],
    [formatShare(3455, 3456), '>99.9%'],
    [formatShare(3456, 3456), '100.0%'],
    [formatShare(129, 1000), '12.9%'],
    [formatPercent(0.75, 1), '75.0%'],
  ],
  'bytes in decimal units with three digits': [
    [formatBytes(36), '36\u00a0B'],
    [formatBytes(9 * 64 * 4), '2.3\u00a0KB'],
    [formatBytes(450 * 900 * 4), '1.62\u00a0MB'],
    [formatBytes(4608 * 262144 * 4), '4.83\u00a0GB'],
    [formatBytes(999_999), '1\u00a0MB'],
    [formatBytes(2_372_000_000_001_000_000), '2.37e6\u00a0TB'],
    [formatBytes(0), '0\u00a0B'],
    [formatBytes(14_400e12), '14\u00a0400\u00a0TB'],
    [formatBytes(2.4e42), '2.4e30\u00a0TB'],
  ],
  'memory for comparison, with at most one decimal': [
    [formatMemory(1.344e9), '1.3\u00a0GB'],
    [formatMemory(1.024e9), '1.0\u00a0GB'],
    [formatMemory(412.3e6), '412\u00a0MB'],
    [formatMemory(23.72e9), '23.7\u00a0GB'],
    [formatMemory(99.96e9), '100\u00a0GB'],
    [formatMemory(36), '36\u00a0B'],
  ],
  'indices, shapes and subscripts': [
    [formatIndex([0, 21, 8, 9]), '[0, 21, 8, 9]'],
    [formatShape([1, 50, 28, 28]), '1×50×28×28'],
    [formatShape([]), 'scalar'],
    [formatSubscript(452), '₄₅₂'],
  ],
  'what is no number': [
    [formatFixed(NaN, 2), 'NaN'],
    [formatExponent(Infinity), '+Inf'],
    [formatShort(-Infinity), '−Inf'],
    [formatInteger(NaN), 'NaN'],
  ],
  'cells with the decimals that fit': [
    [cellText(0.8, 4), '0.8'],
    [cellText(-1.2, 4), '−1.2'],
    [cellText(Math.fround(0.8), 4), '0.8'],
    [cellText(0.026, 4), '0.03'],
    [cellText(0.026, 3), '.03'],
    [cellText(-0.17, 4), '−.17'],
    [cellText(-0.17, 3), '−.2'],
    [cellText(3, 4), '3'],
    [cellText(0, 4), '0'],
    [cellText(-0, 4), '0'],
    [cellText(3.2e-7, 4), '3e−7'],
    [cellText(3.2e-7, 3), ''],
    [cellText(12345, 4), '1e4'],
    [cellText(123, 2), ''],
    [cellText(NaN, 1), '✕'],
    [cellText(Infinity, 4), '▲'],
    [cellText(-Infinity, 4), '▼'],
  ],
};

describe('numbers for people', () => {
  for (const [name, rows] of Object.entries(tables)) {
    it(`writes ${name}`, () => {
      for (const [written, wanted] of rows) assert.equal(written, wanted);
    });
  }

  it('never write more into a cell than fits, and never 0 for another number', () => {
    fc.assert(
      fc.property(fc.double(), fc.integer({ min: 1, max: 9 }), (value, characters) => {
        const text = cellText(value, characters);
        assert.ok(text.length <= characters);
        if (value !== 0) assert.doesNotMatch(text, /^−?[0.]+$/);
      }),
    );
  });
});
