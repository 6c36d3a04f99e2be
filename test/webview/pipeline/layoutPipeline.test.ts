import assert from 'node:assert/strict';
import { layoutPipeline } from '../../../webview/pipeline/layoutPipeline.ts';

const unset = { below: null, right: null };

describe('the layout of the tab Pipeline', () => {
  it('has the dot product below the figure, and to its right in a window of 1700 pixels', () => {
    assert.equal(layoutPipeline({ width: 1078, height: 726 }, unset).form, 'below');
    // A window of 1700 pixels with a sidebar of 264 leaves 1436.
    assert.equal(layoutPipeline({ width: 1436, height: 900 }, unset).form, 'right');
    assert.equal(layoutPipeline({ width: 700, height: 300 }, unset).form, 'scroll');
  });

  it('keeps a size that was given, as far as the tab has room', () => {
    const sizes = { below: 300, right: 500 };
    const at = (width: number, height: number) => layoutPipeline({ width, height }, sizes);
    assert.deepEqual(at(1078, 726), { form: 'below', size: 300, least: 28, most: 566 });
    assert.deepEqual(at(1078, 520), { form: 'below', size: 300, least: 28, most: 360 });
    assert.deepEqual(layoutPipeline({ width: 1078, height: 520 }, { below: 700, right: null }), {
      form: 'below',
      size: 360,
      least: 28,
      most: 360,
    });
    const beside = at(1436, 900);
    assert.ok(beside.form === 'right' && beside.size === 500);
  });
});
