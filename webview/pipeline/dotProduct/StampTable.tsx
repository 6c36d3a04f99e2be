import { useMemo } from 'preact/hooks';
import { inputUnder, stampOf } from '../../../src/engine/provenance/stamp.ts';
import { stampProducts, type StampProduct } from '../../../src/engine/trace/stampProducts.ts';
import { formatFixed, formatIndex, formatSigned } from '../../../src/scenario/text/format.ts';
import { inkOn } from '../../colour/ink.ts';
import { finiteMax, niceLimit } from '../../../src/colour/limits.ts';
import { cssColour, entryOf, type Scale, signedScale } from '../../../src/colour/scale.ts';
import type { RunModel } from '../../store/runModel.ts';
import { useSession, useViewer } from '../../store/useSession.ts';
import { decimalsBySize, decimalsFor } from './decimals.ts';

/** Shows the products of the input element at the cursor with a kernel, each at its place in the stamp. */
export function StampTable({ run }: { readonly run: RunModel }) {
  const { navigation } = useSession();
  const at = useViewer().displayCursor.value;
  const { geometry, formulation } = run;
  const input = at.n < geometry.n && at.c < geometry.cout ? inputUnder(formulation, geometry, at) : null;
  const key = input === null ? '' : [input.n, input.c, input.y, input.x, at.c].join(' ');
  const found = useMemo(() => {
    if (input === null) return null;
    const stamp = stampOf(geometry, input, at.c);
    const products = stampProducts(run.run.call, geometry, stamp);
    const values = products.rows.flat().map(({ product }) => product);
    const scale = signedScale(niceLimit(finiteMax(values)));
    return { input, products, scale, digits: decimalsFor(values, decimalsBySize(values)) };
  }, [run, key]);
  if (found === null) return <p class="pane-note">No input element contributes to this output.</p>;
  const { products, scale, digits } = found;
  const batch = geometry.batched ? [found.input.n] : [];
  const x = formatIndex([...batch, found.input.c, found.input.y, found.input.x]);
  const outputs = products.rows.flat().filter(({ output }) => output !== null).length;
  const isHere = ({ output }: StampProduct): boolean => output?.y === at.y && output.x === at.x;
  const columns = products.rows[0] ?? [];
  return (
    <>
      <p class="stamp-words">
        <span class="element-ink">{`x${x} = ${formatFixed(products.value, 4)}`}</span>
        {` times the kernel is added to ${outputs} ${outputs === 1 ? 'output' : 'outputs'} of channel ${at.c}`}
        {outputs < products.rows.length * columns.length ? '; the other products are cropped.' : '.'}
      </p>
      <div class="terms-frame" tabIndex={0} role="group" aria-label="Stamp">
        <table class="terms stamp">
          <thead>
            <tr>
              <th scope="row">w · x</th>
              {columns.map(({ kx }) => (
                <th key={kx} scope="col">
                  kx {kx}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {products.rows.map((row, ky) => (
              <tr key={ky}>
                <th scope="row">ky {ky}</th>
                {row.map((product) => (
                  <td
                    key={product.kx}
                    class={isHere(product) ? 'current' : ''}
                    aria-current={isHere(product) ? 'step' : undefined}
                    title={`${formatFixed(product.weight, 4)} · ${formatFixed(products.value, 4)}`}
                    onClick={() => {
                      if (product.output !== null) navigation.goToProduct(product.output);
                    }}
                  >
                    <Product product={product} scale={scale} digits={digits} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

function Product(props: { readonly product: StampProduct; readonly scale: Scale; readonly digits: number }) {
  const { product, scale, digits } = props;
  const text = formatSigned(product.product, digits);
  if (product.output === null) {
    return (
      <>
        <span class="chip cropped">{text}</span>
        <span class="lands">cropped</span>
      </>
    );
  }
  const isFinite = Number.isFinite(product.product);
  const entry = isFinite ? entryOf(scale, product.product) : 0;
  const style = isFinite ? { backgroundColor: cssColour(scale.lut, entry), color: inkOn(scale.lut, entry) } : {};
  return (
    <>
      <span class={isFinite ? 'chip' : 'chip non-finite'} style={style}>
        {text}
      </span>
      <span class="lands">
        → y {product.output.y}, {product.output.x}
      </span>
    </>
  );
}
