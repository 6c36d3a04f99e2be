import type { Api } from './api.ts';
import type { Dialect } from './dialect.ts';
import { flax } from './flax.ts';
import { jax } from './jax.ts';
import { keras } from './keras.ts';
import type { DialectId } from './layer.ts';
import { onnx } from './onnx.ts';
import { pytorch } from './pytorch.ts';
import { tensorflow } from './tensorflow.ts';

/** What each framework's arguments mean, in the order in which frameworks are shown. */
export const dialects: Readonly<Record<DialectId, Dialect>> = { pytorch, keras, tensorflow, jax, flax, onnx };

/** A class or function of a framework. */
export interface FoundApi {
  readonly dialect: Dialect;
  readonly api: Api;
}

const apisByName: ReadonlyMap<string, FoundApi> = new Map(
  Object.values(dialects).flatMap((dialect) =>
    dialect.apis.flatMap((api) => [api.name, ...api.otherNames].map((name) => [name, { dialect, api }] as const)),
  ),
);

/** Finds the class or function with a resolved name, such as `torch.nn.ConvTranspose2d`; null if it is none of them. */
export function findApi(resolvedName: string): FoundApi | null {
  return apisByName.get(resolvedName) ?? null;
}
