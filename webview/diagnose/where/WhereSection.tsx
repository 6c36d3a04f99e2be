import { whereSentences, whereSummary } from '../../../src/scenario/report/whereWords.ts';
import { formatInteger } from '../../../src/scenario/text/format.ts';
import { Icon } from '../../ui/Icon.tsx';
import type { CurrentDiagnosis } from '../currentDiagnosis.ts';
import { useStepTo } from '../useStepTo.ts';
import { ErrorCells } from './ErrorCells.tsx';
import { findingPicture, type OutputPart, planePicture } from './errorPicture.ts';
import { firstWrongOf } from './findWrong.ts';

/**
 * Says where a wrong output is wrong, in sentences and small pictures, whether or not a mistake is known: a click on a
 * part leads to its first wrong element in the figure.
 */
export function WhereSection({ current }: { readonly current: CurrentDiagnosis }) {
  const { where, output } = current.report;
  const way = useStepTo(current);
  if (where === null) return null;
  const [cout = 1, height = 1, width = 1] = output.shape.slice(-3);
  const onPick =
    way === null
      ? null
      : (part: OutputPart): void => {
          const at = firstWrongOf(way.run, current, part);
          if (at !== null) way.step(at);
        };
  const sentences = whereSentences(where);
  return (
    <section class="diagnose-where" aria-label="Where it is wrong">
      <h2>
        Where it is wrong{' '}
        <span class="dim">
          {formatInteger(where.wrong)} of {formatInteger(where.total)} {where.total === 1 ? 'value' : 'values'}
        </span>
      </h2>
      <div class="where-parts">
        <figure class="where-plane">
          <ErrorCells
            picture={planePicture(where, [height, width])}
            label={`The plane of ${height} × ${width} elements, over all images and channels; filled where elements are wrong`}
            onPick={onPick}
          />
          <figcaption class="mono dim">
            {formatInteger(height)} × {formatInteger(width)}
          </figcaption>
        </figure>
        <ul class="where-findings">
          {where.findings.map((finding, i) => {
            const picture = findingPicture(finding, cout);
            const sentence = sentences[i] ?? '';
            return (
              <li key={sentence}>
                <p>{sentence}</p>
                {picture !== null && <ErrorCells picture={picture} label={sentence} onPick={onPick} />}
              </li>
            );
          })}
          {where.findings.length === 0 && (
            <li>
              <p>{whereSummary(where)}</p>
            </li>
          )}
          {onPick !== null && (
            <li class="where-actions">
              <button type="button" class="button secondary" onClick={() => onPick(anywhere)}>
                <Icon name="arrow-right" />
                Show the first in Pipeline
              </button>
              <span class="dim">or click a part of a picture</span>
            </li>
          )}
        </ul>
      </div>
    </section>
  );
}

const anywhere: OutputPart = () => true;
