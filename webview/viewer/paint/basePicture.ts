import type { MatrixView } from '../../../src/engine/geometry/matrixView.ts';
import type { PictureSource, MatrixRef } from '../../../src/protocol/tileMessages.ts';
import type { Scale } from '../../../src/colour/scale.ts';
import type { Theme } from '../../colour/theme.ts';
import type { PaneFrame } from '../frame.ts';
import type { PixelShows } from '../../store/pixelShows.ts';

/** The matrix that a heatmap shows, as the tile worker is asked for it. */
export interface AreaSubject {
  readonly source: PictureSource;
  readonly matrix: MatrixRef;
  /** Cost of reading a cell, in plain reads. */
  readonly cost: number;
  readonly shows: PixelShows;
  /** An image with one pixel for each cell, drawn in place of colours of the scale. */
  readonly image?: HTMLCanvasElement;
}

/** Everything that the layer of cells depends on. The cursor has a layer of its own. */
export interface BasePicture {
  readonly view: MatrixView;
  readonly scale: Scale;
  readonly frame: PaneFrame;
  readonly theme: Theme;
  /** Device pixels per CSS pixel. */
  readonly ratio: number;
  /** Returns the text of a value for a cell with room for `characters` characters. */
  readonly text: (value: number, characters: number) => string;
  readonly subject: AreaSubject;
}

/** Paints a matrix whose cells are too small to be drawn one by one. */
export interface AreaPainter {
  /** Stops refining while cells are drawn one by one. */
  yieldToCells(): void;
  paint(context: CanvasRenderingContext2D, picture: BasePicture): void;
}
