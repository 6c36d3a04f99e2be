import type { PaneModel } from './paneModel.ts';

/** "U Unfolded", "Y = K·U + b": the symbol as in the equation, then what it is. */
export function PaneTitle({ source }: { readonly source: PaneModel }) {
  const { stage } = source;
  if (source.brief === true) return <i class="math">{stage.symbol}</i>;
  const equation = stage.form === 'matrix' && stage.title.includes('·');
  if (!equation) {
    return (
      <>
        {source.untitled !== true && <i class="math">{stage.symbol}</i>}
        <b>{stage.title}</b>
      </>
    );
  }
  const [product = '', bias] = stage.title.split(' + ');
  return (
    <>
      <i class="math">{stage.symbol}</i>
      <b>=</b>
      <i class="math">{product}</i>
      {bias !== undefined && <b>+ {bias}</b>}
    </>
  );
}
