import assert from 'node:assert/strict';
import fc from 'fast-check';
import { layoutChain, layoutVector } from '../../../../webview/pipeline/figure/layoutChain.ts';
import type { PanePlace, Size } from '../../../../webview/viewer/place.ts';
import { layoutScheme } from '../../../../webview/pipeline/figure/layoutScheme.ts';
import type { SchemeSizes } from '../../../../webview/pipeline/figure/schemeSizes.ts';
import { layoutResults } from '../../../../webview/pipeline/results/layoutResults.ts';

const size = (rows: number, columns: number, header = 60, footer = 0): Size => ({
  rows,
  columns,
  header,
  footer,
});

/** The sizes of the forum preset: x 1×50×28×28, w 50→30, k3. */
const forum: SchemeSizes = {
  topImages: [size(28, 28, 180, 1), size(32, 32, 205, 1)],
  leftImages: [size(3, 3, 70, 2), size(3, 3, 60, 1)],
  top: size(450, 900, 130),
  left: size(30, 450, 150),
  product: size(30, 900, 120),
  block: 30,
};

/** The sizes of a call 1→1, 4×4, k3 s2 p1 op1. */
const strided: SchemeSizes = {
  topImages: [size(4, 4, 90, 2), size(10, 10, 205, 1)],
  leftImages: [size(3, 3, 70, 2), size(3, 3, 60, 1)],
  top: size(9, 64, 110),
  left: size(1, 9, 140),
  product: size(1, 64, 120),
  block: 8,
};

describe('the layout of a scheme', () => {
  it('gives the forum’s call the drawn places: images of 7 px cells, U of 225 px, Y of 120 px', () => {
    const layout = layoutScheme(forum, 1144);
    assert.deepEqual(
      layout.topImages.map(({ width }) => width),
      [196, 224],
    );
    assert.equal(layout.top.x, 500);
    assert.deepEqual([layout.top.height, layout.product.height, layout.window], [225, 120, null]);
    assert.equal(Math.round(layout.top.width), 638);
  });

  it('gives a small call cells with numbers and a window of whole output rows', () => {
    const layout = layoutScheme(strided, 1144);
    assert.equal(layout.window, 24);
    assert.ok(layout.top.cellWidth >= 26 && layout.top.cellHeight === 26);
    assert.deepEqual([layout.left.width, layout.left.height], [234, 26]);
    assert.ok(layout.overview !== null && layout.overview.width === layout.top.width);
    assert.ok(layout.note !== null);
  });

  it('shows 16 columns of a small call on a narrow page, and the legend beside x̂', () => {
    const layout = layoutScheme(strided, 668);
    assert.equal(layout.window, 16);
    assert.ok(layout.aside !== null);
    assert.equal(layout.left.y, layout.product.y);
  });

  it('puts K above Y where everything stands in one column', () => {
    const layout = layoutScheme(strided, 468);
    assert.ok(layout.left.y + layout.left.height < layout.product.y);
    assert.equal(layout.top.x, layout.product.x);
  });

  it('puts images whose headers are longer than the page below each other, in one column with the rest', () => {
    // The headers with their choice of channels, 468 px wide.
    const headers = { ...forum, topImages: [size(28, 28, 225, 1), size(32, 32, 235, 1)] };
    const { topImages, arrows, top } = layoutScheme(headers, 468);
    const [x, padded] = topImages;
    assert.ok(x !== undefined && padded !== undefined);
    assert.ok(padded.header.y >= x.y + x.height && padded.y + padded.height < top.y);
    assert.ok(topImages.every(({ header }) => header.x + header.width <= 468));
    assert.deepEqual(
      arrows.map(({ direction }) => direction),
      ['down', 'right'],
    );
    assert.equal(layoutScheme(headers, 520).arrows[0]?.direction, 'right');
  });

  it('keeps the row numbers of U clear of the rotated kernel', () => {
    // Two 4 × 4 kernels with numbers are wider than the usual left column.
    const sizes: SchemeSizes = {
      ...strided,
      leftImages: [size(4, 4, 70, 2), size(4, 4, 60, 1)].map((kernel) => ({ ...kernel, kernel: true })),
      top: size(128, 576, 130),
      left: size(3, 128, 150),
      product: size(3, 576, 120),
      block: 24,
    };
    for (const width of [560, 640, 704, 800]) {
      const { leftImages, top } = layoutScheme(sizes, width);
      const right = Math.max(...leftImages.map(({ header }) => header.x + header.width));
      // "r 127" in bold, 10 px: five characters of 6.1 px, then the tick and the bracket of 8 px.
      assert.ok(top.x - right >= 5 * 6.1 + 8, `${right} and ${top.x}`);
    }
  });

  it('lets images grow until they have numbers if nothing has to scroll for it', () => {
    // 13 rows: 20 px in the usual height of 260 px.
    const tall = { ...strided, topImages: [size(4, 4, 90, 2), size(13, 10, 205, 1)] };
    const cellOf = (room: number) => layoutScheme(tall, 1144, room).topImages[1]?.cellWidth;
    assert.equal(cellOf(0), 20);
    assert.equal(cellOf(700), 26);
    assert.ok(layoutScheme(tall, 1144, 700).height <= 700);
  });

  const anySize = (rows: number, columns: number) =>
    fc.record({
      rows: fc.integer({ min: 1, max: rows }),
      columns: fc.integer({ min: 1, max: columns }),
      header: fc.integer({ min: 40, max: 220 }),
      footer: fc.integer({ min: 0, max: 2 }),
    });
  const schemes: fc.Arbitrary<SchemeSizes> = fc
    .record({
      x: anySize(300, 300),
      padded: anySize(600, 600),
      kernel: anySize(16, 16).map((kernel) => ({ ...kernel, header: kernel.header / 2 })),
      inner: fc.integer({ min: 1, max: 5000 }),
      rows: fc.integer({ min: 1, max: 600 }),
      columns: fc.integer({ min: 1, max: 300_000 }),
      block: fc.integer({ min: 1, max: 512 }),
    })
    .map(({ x, padded, kernel, inner, rows, columns, block }) => ({
      topImages: [x, padded],
      leftImages: [kernel, kernel],
      top: size(inner, columns, 120),
      left: size(rows, inner, 150),
      product: size(rows, columns, 120),
      block,
    }));

  it('U and Y share their columns exactly, K and Y their rows, whatever the sizes and the width', () => {
    fc.assert(
      fc.property(schemes, fc.integer({ min: 320, max: 3000 }), (sizes, width) => {
        const { top, left, product } = layoutScheme(sizes, width);
        assert.deepEqual([top.x, top.width, top.cellWidth], [product.x, product.width, product.cellWidth]);
        assert.deepEqual([left.height, left.cellHeight], [product.height, product.cellHeight]);
        if (width >= 560) assert.equal(left.y, product.y);
      }),
    );
  });

  it('no two pictures overlap, and none is wider than the page', () => {
    fc.assert(
      fc.property(schemes, fc.integer({ min: 320, max: 3000 }), (sizes, width) => {
        const layout = layoutScheme(sizes, width);
        const places = [...layout.topImages, ...layout.leftImages, layout.top, layout.left, layout.product];
        for (const [i, a] of places.entries()) {
          for (const b of places.slice(i + 1)) assert.ok(!overlap(a, b), JSON.stringify([a, b]));
        }
        const { top } = layout;
        assert.ok(top.x + top.width <= width + 0.01, `${top.x} + ${top.width} > ${width}`);
        assert.ok(places.every((place) => place.y + place.height <= layout.height + 0.01));
        const headers = width < 560 ? layout.topImages.map(({ header }) => header) : [];
        assert.ok(headers.every(({ x, width: own }) => x + own <= width));
      }),
    );
  });

  it('a window is whole output rows, and never longer than the matrix', () => {
    fc.assert(
      fc.property(schemes, fc.integer({ min: 320, max: 3000 }), (sizes, width) => {
        const { window } = layoutScheme(sizes, width);
        if (window === null) return;
        assert.ok(window <= sizes.top.columns);
        assert.ok(window % sizes.block === 0 || window === sizes.top.columns);
      }),
    );
  });
});

function overlap(a: PanePlace, b: PanePlace): boolean {
  const apart =
    a.x + a.width <= b.x + 0.01 ||
    b.x + b.width <= a.x + 0.01 ||
    a.y + a.height <= b.y + 0.01 ||
    b.y + b.height <= a.y + 0.01;
  return !apart;
}

describe('other figures', () => {
  it('a chain goes into one column where its headers do not fit side by side', () => {
    const sizes = [size(28, 28, 180), size(3, 3, 80), size(30, 30, 160)];
    assert.equal(layoutChain(sizes, 800).arrows.length, 2);
    const narrow = layoutChain(sizes, 300);
    assert.equal(narrow.arrows.length, 0);
    const tops = narrow.places.map(({ y }) => y);
    assert.deepEqual(
      tops,
      [...tops].sort((a, b) => a - b),
    );
  });

  it('the product of Cᵀ stands row beside row', () => {
    const layout = layoutVector(
      {
        images: [],
        matrix: size(64, 16, 250),
        vector: size(16, 1, 150),
        product: size(64, 1, 160),
      },
      1144,
    );
    assert.deepEqual([layout.product.y, layout.product.cellHeight], [layout.matrix.y, layout.matrix.cellHeight]);
    assert.ok(layout.matrix.x + layout.matrix.width < layout.vector.x);
    assert.ok(layout.vector.x + layout.vector.width < layout.product.x);
  });
});

describe('the layout of the results', () => {
  it('is the drawn one: 180 px maps of the forum’s call, numbered cells of 26 px for a small one', () => {
    assert.equal(layoutResults(30, 30, 1144).cell, 6);
    assert.equal(layoutResults(8, 8, 1144).cell, 26);
  });

  it('has numbers in an 8 × 8 output beside statistics in a window of 1400 pixels', () => {
    // A tab of 1046 px, 10 px of which are a scroll bar.
    for (const width of [1036, 1046]) {
      const { form, cell } = layoutResults(8, 8, width);
      assert.equal(form, 'row');
      assert.ok(cell >= 24, `${cell}`);
    }
  });

  it('moves the statistics below larger maps that then have numbers, if there is room', () => {
    assert.equal(layoutResults(10, 10, 1046, 0).form, 'row');
    const { form, cell } = layoutResults(10, 10, 1046, 700);
    assert.deepEqual([form, cell], ['two-rows', 26]);
  });

  it('keeps three maps across down to 560 px, and one below', () => {
    assert.deepEqual(
      [1144, 668, 480].map((width) => layoutResults(8, 8, width).form),
      ['row', 'two-rows', 'column'],
    );
  });

  it('is never wider than the page', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 600 }),
        fc.integer({ min: 1, max: 600 }),
        fc.integer({ min: 320, max: 2600 }),
        (rows, columns, width) => {
          const { cell, slot, gap, form, histogram } = layoutResults(rows, columns, width);
          assert.ok(columns * cell <= slot + 0.01);
          const maps = form === 'column' ? slot : 3 * slot + 2 * gap;
          const beside = form === 'row' ? gap + histogram.width + gap + 280 : 0;
          assert.ok(maps + beside <= width, `${maps} + ${beside} > ${width}`);
        },
      ),
    );
  });
});
