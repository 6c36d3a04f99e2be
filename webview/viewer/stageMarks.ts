import { sliceText } from '../../src/engine/stages/sliceText.ts';
import type { Cell, Highlight } from '../../src/engine/provenance/stage.ts';
import type { Marks } from './paint/paintMarks.ts';
import type { MatrixModel } from './paneModel.ts';
import type { Viewer } from '../store/viewer.ts';

/** The cursor's marks where the slice drawn is the cursor's; a hovered place previews its own. */
export function marksOf(stage: MatrixModel, viewer: Pick<Viewer, 'cursor' | 'hover'>, focus: Cell | null): Marks {
  const at = viewer.cursor.value;
  const over = viewer.hover.value;
  if (over === null) return { cursor: stage.highlight(at), hover: null, focus };
  return {
    cursor: sliceText(stage.slice(at)) === sliceText(stage.slice(over)) ? stage.highlight(at) : null,
    hover: stage.highlight(over),
    focus,
  };
}

/** The one cell that stands for a highlight: the term's, else the element's first. */
export function cellOf(highlight: Highlight): Cell {
  return highlight.term ?? highlight.element ?? { row: 0, column: 0 };
}
