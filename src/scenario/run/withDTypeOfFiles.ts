import type { HalfFormat } from '../../engine/rounding/formats.ts';
import type { ElementName } from '../../formats/common/element.ts';
import { dtypeOfElement } from '../document/dtypeOfElement.ts';
import { filePathsOf, type FilesByPath } from '../document/filesByPath.ts';
import { hasOpenDType, type Scenario } from '../document/scenario.ts';
import { dtypeOfOutput } from './dtypeOfOutput.ts';
import { tensorOfFile } from './tensorOfFile.ts';

/**
 * Returns the dtype of the call's files if all of them are stored as float16, or all as bfloat16, and null otherwise:
 * narrow formats beside another are float32, as in `torch.promote_types`. An output to check does not count.
 */
export function halfPrecisionOf(
  scenario: Scenario,
  elementOf: (path: string) => ElementName | undefined,
): HalfFormat | null {
  const dtypes = filePathsOf({ ...scenario, actual: undefined }).map((path) => {
    const element = elementOf(path);
    return element === undefined ? undefined : dtypeOfElement(element);
  });
  const [first] = dtypes;
  if (first !== 'float16' && first !== 'bfloat16') return null;
  return dtypes.every((dtype) => dtype === first) ? first : null;
}

/**
 * Returns the scenario with the dtype that it is computed and judged in. If nobody chose one, files of half precision
 * decide, and the output to check (see {@link dtypeOfOutput}).
 */
export function withDTypeOfFiles(scenario: Scenario, files: FilesByPath): Scenario {
  if (!hasOpenDType(scenario)) return scenario;
  const half = halfPrecisionOf(scenario, (path) => {
    const content = files.get(path);
    return content instanceof ArrayBuffer ? undefined : content?.element;
  });
  const decided = { ...scenario, dtype: half ?? scenario.dtype, isDTypeOpen: undefined };
  if (half === null || scenario.actual === undefined) return decided;
  const actual = tensorOfFile(scenario.actual.file, files);
  // A file that cannot be read is refused by what reads it next.
  return actual.ok ? { ...decided, dtype: dtypeOfOutput(half, actual.value) } : decided;
}
