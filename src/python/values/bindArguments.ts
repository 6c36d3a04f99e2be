import { type Api, positionalParameters } from '../../dialects/api.ts';
import { type Refusal, refusalOf } from '../../engine/core/refusal.ts';
import type { GivenArgument, GivenArguments } from './abstract.ts';
import { valueOfArgument } from './toValue.ts';

/** The arguments of a call by the names of the parameters. */
export interface BoundArguments {
  readonly arguments: ReadonlyMap<string, GivenArgument>;
  /** Why the function cannot be called so; null if it can. */
  readonly refusal: Refusal | null;
}

/** Gives the arguments of a call the names of an API's parameters, in the order of its signature. */
export function bindArguments(api: Api, given: GivenArguments): BoundArguments {
  const bound = new Map<string, GivenArgument>();
  let refusal: Refusal | null = null;
  const problem = (message: string): void => {
    refusal ??= refusalOf('scenario', message);
  };
  const byPosition = positionalParameters(api, given.positional.map(valueOfArgument));
  for (const [index, argument] of given.positional.entries()) {
    const parameter = byPosition[index];
    if (parameter !== undefined) bound.set(parameter.name, argument);
  }
  if (given.positional.length > byPosition.length)
    problem(`${api.shown} has ${given.positional.length} positional arguments; it takes at most ${byPosition.length}.`);
  for (const [name, argument] of given.keywords) {
    const parameter = api.parameters.find((each) => each.name === name || each.formerNames.includes(name));
    if (parameter === undefined) {
      if (!api.takesOtherKeywords) problem(unknownArgument(api, name));
    } else if (bound.has(parameter.name)) problem(`${api.shown} has the argument ${name} twice.`);
    else bound.set(parameter.name, argument);
  }
  const ordered = api.parameters.flatMap(({ name }) => {
    const argument = bound.get(name);
    return argument === undefined ? [] : [[name, argument] as const];
  });
  return { arguments: new Map(ordered), refusal };
}

function unknownArgument(api: Api, name: string): string {
  const names = api.parameters.map((parameter) => parameter.name);
  const near = names.find((each) => each.startsWith(name) || name.startsWith(each));
  const hint = near === undefined ? ` Its arguments are ${names.join(', ')}.` : ` Did you mean ${near}?`;
  return `${api.shown} has no argument ${name}.${hint}`;
}

/**
 * Gives the arguments of a call the names of parameters that are listed, in their order; other keywords follow.
 */
export function bindNames(parameters: readonly string[], given: GivenArguments): ReadonlyMap<string, GivenArgument> {
  const bound = new Map<string, GivenArgument>();
  for (const [index, name] of parameters.entries()) {
    const argument = given.positional[index] ?? given.keywords.get(name);
    if (argument !== undefined) bound.set(name, argument);
  }
  for (const [name, argument] of given.keywords) if (!bound.has(name)) bound.set(name, argument);
  return bound;
}
