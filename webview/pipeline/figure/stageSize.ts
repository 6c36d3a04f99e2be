import type { Cursor, Stage, StageId } from '../../../src/engine/provenance/stage.ts';
import { enteringNote } from './enteringNote.ts';
import type { Size } from '../../viewer/place.ts';
import type { Loaded } from '../../store/loaded.ts';

/** Widths of a character in a pane's header, in CSS pixels: title (bold 12), equation (italic 14), shape (mono 10). */
const titleCharacter = 7;
const mathCharacter = 8.5;
const shapeCharacter = 6.1;

/**
 * What a stage asks of the layout. The matrices of a phase change size with the cursor; the layout
 * takes those of the largest phase, which `shape` says, so that it stays still.
 */
export function stageSizeOf(stage: Stage, { geometry, run }: Loaded, cursor: Cursor): Size {
  const ofPhase = stage.id.startsWith('phase-') || stage.id.startsWith('transformed-');
  const { rows, columns } =
    ofPhase || stage.id === 'tile' ? largest(stage, geometry.params.groups) : stage.view(cursor);
  const symbol = stage.id === 'rotated' ? 0 : 8 + 8 * stage.symbol.length;
  const selector = stage.id === 'input' ? selectorWidth(geometry) : 0;
  const shape = `${rows}×${columns}`.length * shapeCharacter + 6;
  const note = enteringNote(stage.id, run.profile).length * (shapeCharacter + 2);
  const kernel = smallImages.includes(stage.id);
  const equation = stage.form === 'matrix' && stage.title.includes('·');
  const title = stage.title.length * (equation ? mathCharacter : titleCharacter);
  const header = symbol + title + (equation ? 20 : 0) + (kernel ? 4 : shape) + note + selector;
  return {
    rows,
    columns,
    header: Math.ceil(header),
    footer: footerLines(stage, geometry.cin),
    kernel,
  };
}

/** Images of a few cells. */
export const smallImages: readonly StageId[] = [
  'weight',
  'rotated',
  'phase-kernel',
  'transformed-kernel',
  'tile',
  'transformed-tile',
];

/** Captions and colour bars below a stage. */
function footerLines({ id }: Stage, cin: number): number {
  switch (id) {
    case 'input':
      return cin === 1 ? 2 : 1;
    case 'weight':
      return 2;
    case 'padded':
    case 'rotated':
    case 'phase-kernel':
    case 'transformed-kernel':
    case 'tile':
    case 'transformed-tile':
      return 1;
    default:
      return 0;
  }
}

function largest(stage: Stage, groups: number): { rows: number; columns: number } {
  const [rows = 0, columns = 0] = stage.shape.slice(-2);
  return { rows: stage.form === 'matrix' ? rows / groups : rows, columns };
}

/** "n 0 ⌄" and "c 25 ⌄" where there is a choice. */
function selectorWidth({ n, cin }: Loaded['geometry']): number {
  return (n > 1 ? 58 : 0) + (cin > 1 ? 58 : 0);
}
