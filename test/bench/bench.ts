import type { DiagnoseTimes } from './diagnose.ts';
import type { Environment } from './environment.ts';
import type { FileTimes } from './files.ts';
import type { Machine } from './machine.ts';
import type { PythonTimes } from './python.ts';
import type { Size } from './sizes.ts';
import type { Growth } from './sweep.ts';
import type { InVSCode } from './vscode/inVSCode.ts';

/** The results of one run of the benchmark. Parts that were not requested are empty or null. */
export interface Bench {
  readonly machine: Machine;
  readonly quick: boolean;
  readonly environments: readonly Environment[];
  readonly growths: readonly Growth[] | null;
  readonly sizes: readonly Size[] | null;
  readonly vscode: InVSCode | null;
  readonly python: readonly PythonTimes[] | null;
  readonly diagnoses: readonly DiagnoseTimes[] | null;
  readonly files: readonly FileTimes[] | null;
  /** Parts that could not be measured, each with its reason. */
  readonly missing: readonly string[];
}
