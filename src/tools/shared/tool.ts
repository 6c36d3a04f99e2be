import type { Result } from '../../engine/core/refusal.ts';
import type { Steps } from '../../engine/core/steps.ts';
import type { FilesByPath } from '../../scenario/document/filesByPath.ts';
import type { Scenario } from '../../scenario/document/scenario.ts';

/**
 * A tool for agents: VS Code offers it as a language model tool, `convt mcp` over the Model Context Protocol. A new tool
 * is a row of the table in `tools.ts`.
 */
export interface Tool {
  readonly name: string;
  /** The name for people: "Explain conv_transpose2d". */
  readonly title: string;
  /** Says to a model when to call the tool, what it returns, and what it does not do. */
  readonly description: string;
  /** The JSON schema of the input. */
  readonly inputSchema: object;
  /**
   * Reads the input; a refusal says what to pass instead. No source code is parsed, nothing is computed and no file is read
   * before the plan runs.
   */
  plan(input: unknown): Result<ToolPlan>;
}

/** A call of a tool with a valid input. */
export interface ToolPlan {
  /** A phrase for the user that says what the call does: "Diagnosing y.npy". */
  readonly summary: string;
  /** The files that the call reads. A scenario document names more. */
  readonly files: readonly string[];
  run(host: ToolHost): Promise<Result<ToolAnswer>>;
}

/** The answer of a tool: sentences for the model, and the numbers as JSON. */
export interface ToolAnswer {
  readonly text: string;
  readonly json: object;
}

/** The versions that {@link ToolHost.review} compares. */
export type ReviewedVersions =
  /** Two texts of a Python file or a notebook, which is called `file`. */
  | { readonly kind: 'texts'; readonly file: string; readonly before: string; readonly after: string }
  /**
   * The working tree, compared with its merge base with a branch, tag or commit; with the checked-out commit if `base` is
   * null.
   */
  | { readonly kind: 'repository'; readonly base: string | null; readonly paths: readonly string[] };

/** The requests that a tool may make of the program that runs it. Only files within the allowed folders are read. */
export interface ToolHost {
  /** The most bytes that a run may allocate, and that a tensor may have. */
  readonly memoryCap: number;
  readText(path: string): Promise<Result<string>>;
  /**
   * Reads the tensors that a scenario names, by their paths. Relative paths start from the folder of `document`; from the
   * working folder if it is null.
   */
  readTensors(scenario: Scenario, document: string | null): Promise<Result<FilesByPath>>;
  /** Compares the calls, tensor files and scenarios of two versions. */
  review(versions: ReviewedVersions): Promise<Result<ToolAnswer>>;
  /** Runs a computation to its end, or until the user cancels. */
  finish<T>(steps: Steps<Result<T>>): Promise<Result<T>>;
}
