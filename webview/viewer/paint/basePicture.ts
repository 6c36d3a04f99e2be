import type { MatrixView } from '../../../src/engine/geometry/matrixView.ts';
import type { PictureSource, MatrixRef } from '../../../src/protocol/tileMessages.ts';
import type { Scale } from '../../colour/scale.ts';
import type { Theme } from '../../colour/theme.ts';
import type { PaneFrame } from '../frame.ts';
import type { PixelShows } from '../../store/pixelShows.ts';

/** The matrix of a picture, as another thread is asked for it. */
export interface AreaSubject {
  readonly run: PictureSource;
  readonly lookedAt: MatrixRef;
  /** What reading a cell costs, in plain reads. */
  readonly cost: number;
  readonly shows: PixelShows;
}

/** Everything a picture of cells depends on; the cursor is no part of it. */
export interface BasePicture {
  readonly view: MatrixView;
  readonly scale: Scale;
  readonly frame: PaneFrame;
  readonly theme: Theme;
  /** Device pixels a CSS pixel. */
  readonly ratio: number;
  /** Text of a value in a cell with room for so many characters. */
  readonly text: (value: number, characters: number) => string;
  readonly subject: AreaSubject;
}

/** Paints a matrix whose cells are smaller than those drawn one by one. */
export interface AreaPainter {
  /** Stops refining while cells are drawn one by one. */
  stand(): void;
  paint(context: CanvasRenderingContext2D, picture: BasePicture): void;
}
