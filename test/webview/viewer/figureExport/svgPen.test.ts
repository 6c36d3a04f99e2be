import assert from 'node:assert/strict';
import { SvgPen } from '../../../../webview/viewer/figureExport/svgPen.ts';

const pen = (): SvgPen =>
  new SvgPen(() => {
    throw new Error('The test measures no text.');
  });

describe('the pen that writes an SVG', () => {
  it('writes rectangles where the canvas would draw them, moved and restored', () => {
    const drawn = pen();
    drawn.fillStyle = '#102030';
    drawn.save();
    drawn.translate(10, 20);
    drawn.fillRect(1, 2, 3.456, 4);
    drawn.fillStyle = '#ffffff';
    drawn.restore();
    drawn.fillRect(0, 0, 1, 1);
    assert.equal(
      drawn.elements(),
      '<rect x="11" y="22" width="3.46" height="4" fill="#102030"/>\n<rect x="0" y="0" width="1" height="1" fill="#102030"/>',
    );
  });

  it('keeps texts as texts, with their font in attributes and their signs escaped', () => {
    const drawn = pen();
    drawn.font = 'italic 700 14px "Cambria Math", serif';
    drawn.textAlign = 'right';
    drawn.textBaseline = 'middle';
    drawn.fillText('a <\u0007 b & c', 5, 6);
    assert.equal(
      drawn.elements(),
      '<text x="5" y="6" text-anchor="end" dominant-baseline="central" font-family="&quot;Cambria Math&quot;, serif"' +
        ' font-size="14" font-style="italic" font-weight="700" fill="#000" xml:space="preserve">a &lt; b &amp; c</text>',
    );
  });

  it('writes the alpha of a colour and of the pen as opacity', () => {
    const drawn = pen();
    drawn.strokeStyle = '#00000080';
    drawn.globalAlpha = 0.5;
    drawn.lineWidth = 2;
    drawn.setLineDash([2, 2]);
    drawn.beginPath();
    drawn.moveTo(0, 0);
    drawn.lineTo(3, 4);
    drawn.stroke();
    // 128 / 255 · 0.5 = 0.25.
    assert.equal(
      drawn.elements(),
      '<path d="M0 0L3 4" fill="none" stroke="#000000" stroke-opacity="0.25" stroke-width="2" stroke-dasharray="2 2"/>',
    );
  });

  it('draws a circle as two half arcs', () => {
    const drawn = pen();
    drawn.beginPath();
    drawn.arc(10, 10, 5);
    drawn.fill();
    assert.equal(drawn.elements(), '<path d="M15 10A5 5 0 1 1 5 10A5 5 0 1 1 15 10Z" fill="#000"/>');
  });
});
