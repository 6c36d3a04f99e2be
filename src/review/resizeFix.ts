import type { TransposedSite } from '../python/callSite.ts';
import { axisExpression, writtenArgument } from './argumentEdits.ts';
import type { Fix } from './finding.ts';
import { type AxisParameters, convolutionAfterResize } from './reshapedKernel.ts';

/**
 * Returns the fix that replaces a transposed convolution by an upsampling and a convolution with the same channels and the
 * same output size for every input (Odena, Dumoulin, Olah: Deconvolution and Checkerboard Artifacts, 2016). Null if the
 * call is no layer of `torch.nn` under its own name, or no such convolution exists.
 */
export function resizeFix(source: string, site: TransposedSite, axes: readonly AxisParameters[]): Fix | null {
  const callee = source.slice(site.callee.from, site.callee.to);
  const named = /^(.*\.)(Lazy)?ConvTranspose([12])d$/s.exec(callee);
  if (named === null || !/^torch\.nn\.(?:modules\.(?:conv\.)?)?(?:Lazy)?ConvTranspose[12]d$/.test(site.resolvedName))
    return null;
  const isWritten = [...site.arguments.values()].every(({ isFixed }) => !isFixed);
  if (site.hasUnknownArguments || !isWritten || axes.some(({ stride }) => stride === 1)) return null;
  const [, prefix = '', lazy = '', rank = '2'] = named;
  const convolutions = axes.map(convolutionAfterResize);
  if (!convolutions.every((each) => each !== null)) return null;
  const channels = ['in_channels', 'out_channels'].flatMap((name) => writtenArgument(source, site, name) ?? []);
  if (channels.length !== (lazy === '' ? 2 : 1)) return null;
  const kernel = axisExpression(
    convolutions.map(({ kernelSize }) => kernelSize),
    null,
  );
  const padding = axisExpression(
    convolutions.map((each) => each.padding),
    null,
  );
  const kept = ['groups', 'bias', 'device', 'dtype'].flatMap((name) => {
    const expression = writtenArgument(source, site, name);
    return expression === null ? [] : [`${name}=${expression}`];
  });
  const scale = axisExpression(
    axes.map(({ stride }) => stride),
    null,
  );
  const convolution = [...channels, kernel, ...(padding === '0' ? [] : [`padding=${padding}`]), ...kept].join(', ');
  const text = `${prefix}Sequential(${prefix}Upsample(scale_factor=${scale}), ${prefix}${lazy}Conv${rank}d(${convolution}))`;
  return {
    title: `Replace with Upsample and Conv${rank}d (same channels, same output size)`,
    edits: [{ range: site.range, text }],
  };
}
