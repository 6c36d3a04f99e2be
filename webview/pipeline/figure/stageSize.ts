import type { Cursor, Stage } from '../../../src/engine/provenance/stage.ts';
import { enteringNote } from './enteringNote.ts';
import type { Size } from '../../viewer/place.ts';
import { stageStyles } from '../../viewer/stageStyles.ts';
import type { RunModel } from '../../store/runModel.ts';

/** Widths of a character in a pane's header, in CSS pixels: title (bold 12), equation (italic 14), shape (mono 10). */
const titleCharacter = 7;
const mathCharacter = 8.5;
const shapeCharacter = 6.1;
/** Width of the button of a pane's menu and the gap before it, in CSS pixels. */
const menuWidth = 26;

/**
 * Returns the size of a stage for the layout. The matrices of a stride phase change size with the cursor; the layout
 * uses the largest phase, whose size is `stage.shape`, so that it does not move.
 */
export function stageSizeOf(stage: Stage, run: RunModel, cursor: Cursor): Size {
  const { geometry } = run;
  const style = stageStyles[stage.id];
  const { rows, columns } = style.variesWithPhase ? largest(stage, geometry.params.groups) : stage.view(cursor);
  const symbol = style.isUntitled ? 0 : 12 + 9 * stage.symbol.length;
  const selector = style.hasSelectors ? selectorWidth(geometry) : 0;
  const shape = `${rows}×${columns}`.length * shapeCharacter + 6;
  const note = enteringNote(stage.id, run.run.profile).length * (shapeCharacter + 2);
  const kernel = style.isSmall === true;
  const caption = style.caption?.({ stage, run, cursor }) ?? null;
  const equation = stage.form === 'matrix' && stage.title.includes('·');
  const title = stage.title.length * (equation ? mathCharacter : titleCharacter);
  const header = symbol + title + (equation ? 20 : 0) + (kernel ? 4 : shape + menuWidth) + note + selector;
  return {
    rows,
    columns,
    header: Math.ceil(header),
    footer: linesOf(caption) + (style.hasColourBar ? 1 : 0),
    kernel,
  };
}

/** The width of a caption that takes two lines, in CSS pixels. */
const captionWidth = 250;

/** Returns the number of lines of a caption: at most two. */
function linesOf(caption: string | null): number {
  if (caption === null) return 0;
  return caption.length * shapeCharacter > captionWidth ? 2 : 1;
}

function largest(stage: Stage, groups: number): { rows: number; columns: number } {
  const [rows = 0, columns = 0] = stage.shape.slice(-2);
  return { rows: stage.form === 'matrix' ? rows / groups : rows, columns };
}

/** Returns the width of the selectors "n 0 ⌄" and "c 25 ⌄", which exist if there is more than one to choose from. */
function selectorWidth({ n, cin }: RunModel['geometry']): number {
  return (n > 1 ? 58 : 0) + (cin > 1 ? 58 : 0);
}
