import type { Scenario, TensorSource } from './scenario.ts';

/** Returns a scenario whose tensor files are named by what `pathOf` makes of each path, such as `x.npy` or `m.pt#w`. */
export function withFiles(scenario: Scenario, pathOf: (path: string) => string): Scenario {
  const moved = <T extends TensorSource | null>(source: T): T => {
    return source !== null && 'file' in source ? { ...source, file: pathOf(source.file) } : source;
  };
  const { input, weight, bias, actual } = scenario;
  return {
    ...scenario,
    input: moved(input),
    weight: moved(weight),
    bias: moved(bias),
    ...(actual === undefined ? {} : { actual: moved(actual) }),
  };
}

/** Returns a scenario without the address of its schema, which may be a path of this machine. */
export function withoutSchema(scenario: Scenario): Scenario {
  const copy: { -readonly [Key in keyof Scenario]: Scenario[Key] } = { ...scenario };
  delete copy.schema;
  return copy;
}
