import { px } from '../../ui/px.ts';
import type { ErrorPicture, OutputPart } from './errorPicture.ts';

/** Side of a cell, in CSS pixels, and the least and the greatest width of a strip's cell. */
const planeSide = 96;
const cellSide = 16;
const stripHeight = 12;
const stripWidth = 192;

/** Returns the size of a cell of a picture in CSS pixels. */
function cellSizeOf({ kind, cells }: ErrorPicture): readonly [width: number, height: number] {
  const columns = cells[0]?.length ?? 1;
  if (kind === 'cells') return [cellSide, cellSide];
  if (kind === 'strip') return [Math.min(cellSide, Math.floor(stripWidth / columns)), stripHeight];
  const side = Math.max(4, Math.min(cellSide, Math.floor(planeSide / Math.max(columns, cells.length))));
  return [side, side];
}

/**
 * Draws the cells of a picture: empty without errors, filled the more the more elements are wrong. A click on a cell
 * leads to its part of the output; if `onPick` is null, nothing can be clicked.
 */
export function ErrorCells(props: {
  readonly picture: ErrorPicture;
  /** Says what the picture shows. */
  readonly label: string;
  readonly onPick: ((part: OutputPart) => void) | null;
}) {
  const { picture, label, onPick } = props;
  const { cells, ends, nameOf, partOf } = picture;
  const [width, height] = cellSizeOf(picture);
  const [rows, columns] = [cells.length, cells[0]?.length ?? 0];
  const pick = (event: MouseEvent & { readonly currentTarget: SVGSVGElement }): void => {
    const { left, top } = event.currentTarget.getBoundingClientRect();
    const row = Math.max(0, Math.min(rows - 1, Math.floor((event.clientY - top - 1) / height)));
    const column = Math.max(0, Math.min(columns - 1, Math.floor((event.clientX - left - 1) / width)));
    onPick?.(partOf(row, column));
  };
  return (
    <span class="error-picture">
      <svg
        role="img"
        aria-label={label}
        class={onPick === null ? 'error-cells' : 'error-cells pickable'}
        width={columns * width + 2}
        height={rows * height + 2}
        onClick={onPick === null ? undefined : pick}
      >
        {cells.map((row, y) =>
          row.map((share, x) => (
            <rect
              key={`${y} ${x}`}
              class={share > 0 ? 'error-cell wrong' : 'error-cell'}
              x={x * width + 1}
              y={y * height + 1}
              width={width}
              height={height}
              style={share > 0 ? { fillOpacity: leastOpacity + (1 - leastOpacity) * share } : {}}
            >
              <title>{`${nameOf(y, x)}: ${shareText(share)}`}</title>
            </rect>
          )),
        )}
      </svg>
      {ends !== null && (
        <span class="error-ends mono dim" style={{ width: px(columns * width + 2) }} aria-hidden="true">
          <span>{ends[0]}</span>
          <span>{ends[1]}</span>
        </span>
      )}
    </span>
  );
}

/** The opacity of a cell with hardly any error. */
const leastOpacity = 0.35;

function shareText(share: number): string {
  if (share === 0) return 'right';
  return share === 1 ? 'wrong' : `${Math.max(1, Math.min(99, Math.round(100 * share)))} % wrong`;
}
