import { quantileShares, type TensorStatistics } from '../../src/engine/views/statistics.ts';
import type { TensorEntry } from '../../src/formats/common/tensorFile.ts';
import { elementFormats } from '../../src/formats/common/element.ts';
import type { TermId } from '../../src/scenario/text/explainedTerms.ts';
import { formatInteger, formatPercent, formatShare, formatShort } from '../../src/scenario/text/format.ts';
import type { Scale } from '../../src/colour/scale.ts';
import { ProgressBar } from '../ui/ProgressBar.tsx';
import { ValueHistogram } from './ValueHistogram.tsx';
import type { ColourLimits } from './colourScale.ts';
import { LimitField } from './LimitField.tsx';
import { type MapChoice, mapChoices } from './picture.ts';
import { TermLabel } from '../ui/TermLabel.tsx';
import { useFile } from './fileState.ts';

const mapWords: Readonly<Record<MapChoice, string>> = {
  auto: 'Automatic colours',
  signed: 'Blue–red',
  count: 'Viridis',
  error: 'Magma',
  grey: 'Greys',
};

/** The distribution of the selected tensor's values, and the colours that they get. */
export function ValuesPanel(props: {
  readonly entry: TensorEntry;
  readonly scale: Scale;
  readonly natural: ColourLimits;
  readonly isImage: boolean;
  readonly width: number;
}) {
  const { entry, scale, natural, isImage, width } = props;
  const { statistics, picture, chooseColouring } = useFile();
  const known = statistics.known.value.get(entry.key);
  const values = known?.kind === 'known' ? known.statistics : null;
  const { map, isLog, limits } = picture.value.colouring;
  const quantiles = values?.finite?.quantiles ?? null;
  const [low, , , , high] = quantiles ?? [];
  const canClip = low !== undefined && high !== undefined && low < high;
  return (
    <section class="values-panel" aria-label="Values of the tensor" style={{ width: `${width}px` }}>
      <ValueHistogram values={values?.finite ?? null} scale={scale} natural={natural} isImage={isImage} width={width} />
      <div class="limit-fields">
        <LimitField
          label="Value of the first colour"
          value={scale.low}
          set={(to) => to < scale.high && chooseColouring({ limits: { low: to, high: scale.high } })}
        />
        <span aria-hidden="true">to</span>
        <LimitField
          label="Value of the last colour"
          value={scale.high}
          set={(to) => to > scale.low && chooseColouring({ limits: { low: scale.low, high: to } })}
        />
        <button
          type="button"
          class="text-button"
          title="Colours from the 1 % to the 99 % quantile, so that a few large values do not darken the rest"
          disabled={!canClip}
          onClick={() => canClip && chooseColouring({ limits: { low, high } })}
        >
          1–99%
        </button>
        <button
          type="button"
          class="text-button"
          title="Colours for the whole range of the values"
          disabled={limits === null}
          onClick={() => chooseColouring({ limits: null })}
        >
          Reset
        </button>
      </div>
      {!isImage && (
        <div class="colour-choices">
          <select
            aria-label="Colour map"
            value={map}
            onChange={(event) => {
              const next = event.currentTarget.value as MapChoice;
              // The limits around zero and those of a sequence do not fit each other.
              const keeps = scale.map !== 'signed' && next !== 'signed' && next !== 'auto';
              chooseColouring({ map: next, limits: keeps ? limits : null });
            }}
          >
            {mapChoices.map((choice) => (
              <option key={choice} value={choice}>
                {mapWords[choice]}
              </option>
            ))}
          </select>
          {entry.element !== 'bool' && (
            <label class="log-choice">
              <input
                type="checkbox"
                checked={isLog}
                onChange={(event) => chooseColouring({ isLog: event.currentTarget.checked })}
              />
              log scale
            </label>
          )}
        </div>
      )}
      {values === null ? <Pending entry={entry} /> : <Table entry={entry} values={values} />}
    </section>
  );
}

/** The state of statistics that are not known. */
function Pending({ entry }: { readonly entry: TensorEntry }) {
  const { statistics } = useFile();
  const known = statistics.known.value.get(entry.key);
  const current = statistics.current.value;
  const isCurrent = current?.key === entry.key;
  if (known?.kind === 'refused') return <p class="failed">{known.message}</p>;
  if (known?.kind === 'cancelled') {
    return (
      <button type="button" class="button secondary" onClick={() => statistics.need(entry)}>
        Compute statistics
      </button>
    );
  }
  return (
    <div class="values-pending">
      <ProgressBar
        label="Computing statistics"
        progress={isCurrent ? current.step : null}
        cancel={isCurrent ? () => statistics.stop(entry.key) : null}
      />
    </div>
  );
}

/** A line of the table of statistics. */
interface Row {
  readonly name: string;
  readonly value: string;
  readonly term?: TermId;
  readonly isWarned?: boolean;
}

function Table({ entry, values }: { readonly entry: TensorEntry; readonly values: TensorStatistics }) {
  const { count, zeros, finite, nonFinite } = values;
  const isBool = entry.element === 'bool';
  const whole = elementFormats[entry.element].stored === 'integer';
  const exact = (value: number): string => (whole ? formatInteger(value) : formatShort(value, 4));
  const share = (part: number): string => (part === 0 ? '0' : `${formatInteger(part)} (${formatShare(part, count)})`);
  const rows: Row[] = [{ name: 'elements', value: formatInteger(count) }];
  if (finite !== null && isBool) {
    rows.push({ name: 'true', value: share(count - zeros) }, { name: 'false', value: share(zeros) });
  } else if (finite !== null) {
    rows.push({ name: 'min', value: exact(finite.min) }, { name: 'max', value: exact(finite.max) });
    rows.push({ name: 'mean', value: formatShort(finite.mean, 4) });
    rows.push({ name: 'std', value: formatShort(finite.std, 4), term: 'std' });
    rows.push({ name: 'zeros', value: share(zeros), term: 'zeros' });
    for (const [i, quantile] of finite.quantiles.entries()) {
      const name = quantileShares[i] === 0.5 ? 'median' : `${formatPercent(quantileShares[i] ?? 0)} quantile`;
      rows.push({ name, value: formatShort(quantile, 4), term: 'quantile' });
    }
  }
  const { nan, positiveInfinity, negativeInfinity } = nonFinite;
  if (nan > 0) rows.push({ name: 'NaN', value: share(nan), isWarned: true });
  if (positiveInfinity > 0) rows.push({ name: '+Inf', value: share(positiveInfinity), isWarned: true });
  if (negativeInfinity > 0) rows.push({ name: '−Inf', value: share(negativeInfinity), isWarned: true });
  return (
    <table class="values-table">
      <tbody>
        {rows.map(({ name, value, term, isWarned }) => (
          <tr key={name} class={isWarned === true ? 'warned' : ''}>
            <th scope="row">{term === undefined ? name : <TermLabel term={term}>{name}</TermLabel>}</th>
            <td class="mono">{value}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
