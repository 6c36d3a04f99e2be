import { useMemo } from 'preact/hooks';
import type { StageReach } from '../../../src/engine/diagnose/nonFinite/stageReaches.ts';
import type { Cursor } from '../../../src/engine/provenance/stage.ts';
import { formatInteger } from '../../../src/scenario/text/format.ts';
import { Icon } from '../../ui/Icon.tsx';
import { GlyphCanvas } from './GlyphCanvas.tsx';
import { propagationBoxOf } from './propagationBox.ts';
import { useSession } from '../../store/useSession.ts';
import { useDiagnose } from '../diagnoseState.ts';

const width = 120;
const height = 72;

/**
 * A small picture of a stage, the number of cells that the source reaches, and a button that shows the stage's pane.
 */
export function StageReachCard(props: { readonly stage: StageReach; readonly seenFrom: Cursor }) {
  const { navigation } = useSession();
  const { goToStage } = useDiagnose();
  const { stage, seenFrom } = props;
  const { id, symbol, title, slice, rows, columns, reachedCells, picture } = stage;
  const map = useMemo(
    () => ({
      rows: picture.rows,
      columns: picture.columns,
      glyph: (row: number, column: number) =>
        picture.pixels[row * picture.columns + column] === 1 ? ('cross' as const) : ('clean' as const),
    }),
    [picture],
  );
  const box = propagationBoxOf(rows, columns, width, height);
  const count = `${formatInteger(reachedCells)} of ${formatInteger(rows * columns)} cells`;
  return (
    <li class={reachedCells === 0 ? 'unreached' : ''}>
      <div class="stage-reach-picture">
        <GlyphCanvas
          map={map}
          width={box.width}
          height={box.height}
          label={`${title}: ${reachedCells === 0 ? 'not reached' : count}`}
        />
      </div>
      <span class="stage-reach-name">
        <span class="math">{symbol}</span> {title}
      </span>
      <span class="mono">{reachedCells === 0 ? 'not reached' : count}</span>
      <span class="dim mono">{slice}</span>
      <button
        type="button"
        class="button secondary"
        aria-label={`Show ${title} in Pipeline`}
        onClick={() => {
          navigation.moveTo(seenFrom);
          goToStage(id);
        }}
      >
        <Icon name="arrow-right" />
        Show
      </button>
    </li>
  );
}
