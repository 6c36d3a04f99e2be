import { ok, refuse, type Refusal, type Result } from '../../engine/core/refusal.ts';
import { formulationOf } from '../../engine/formulations/formulations.ts';
import type { Geometry } from '../../engine/geometry/geometry.ts';
import { servesProfile, workingBytesEmulated } from '../../engine/precision/emulate.ts';
import { arithmeticDType, type Profile } from '../../engine/precision/profiles.ts';
import { type Formulation, type FormulationId, formulationIds } from '../../engine/provenance/formulation.ts';
import { workingBytesReference } from '../../engine/reference/computeReference.ts';
import { bytesPerMegabyte, memoryOf } from '../../engine/validation/memory.ts';
import { formatBytes, formatMemory } from '../text/format.ts';

/** Refuses a run that needs more than `cap` bytes. Call this before anything is allocated. */
export function checkMemory(cap: number, bytes: number): Result<number> {
  return bytes <= cap ? ok(bytes) : { ok: false, refusal: tooLarge(cap, bytes) };
}

function tooLarge(cap: number, bytes: number): Refusal {
  const [needed, allowed] = [formatMemory(bytes), formatMemory(cap)];
  const message =
    needed === allowed
      ? `This call needs ${formatBytes(bytes)}, just above the limit of ${formatBytes(cap)}.`
      : `This call needs ${needed}, more than the limit of ${allowed}.`;
  const legal = { min: 0, max: Math.floor(cap / bytesPerMegabyte) };
  return refuse('memory', message, { legal }).refusal;
}

/**
 * Returns the bytes of a call's tensors, output and reference, whatever the formulation; refused if they exceed `cap`.
 * The time does not grow with the call.
 */
export function checkTensorMemory(geometry: Geometry, profile: Profile, cap: number): Result<number> {
  return checkMemory(cap, memoryOf(geometry, arithmeticDType(profile.id), 0).total);
}

/**
 * Returns the bytes of a run; refused if they exceed `cap`. Computing them plans the run, so {@link checkTensorMemory}
 * comes first.
 */
export function checkRunMemory(
  geometry: Geometry,
  formulation: Formulation,
  profile: Profile,
  cap: number,
): Result<number> {
  return checkMemory(cap, bytesOfRun(geometry, formulation, profile));
}

function bytesOfRun(geometry: Geometry, formulation: Formulation, profile: Profile): number {
  const dtype = arithmeticDType(profile.id);
  const { tensors } = memoryOf(geometry, dtype, 0);
  const working =
    formulation.workingBytes(geometry, dtype) +
    workingBytesReference(geometry, dtype) +
    workingBytesEmulated(geometry, profile, tensors);
  return memoryOf(geometry, dtype, working).total;
}

/** The memory of a run by one formulation. */
export interface RunMemory {
  readonly id: FormulationId;
  readonly title: string;
  readonly bytes: number;
}

/**
 * Returns the memory that a run of the call needs by each formulation that supports the call, smallest first; none if
 * the tensors alone exceed `cap`.
 */
export function memoryByFormulation(geometry: Geometry, profile: Profile, cap: number): readonly RunMemory[] {
  if (!checkTensorMemory(geometry, profile, cap).ok) return [];
  return formulationIds
    .map(formulationOf)
    .filter((formulation) => servesProfile(formulation, geometry, profile).ok)
    .map((formulation) => ({
      id: formulation.id,
      title: formulation.title,
      bytes: bytesOfRun(geometry, formulation, profile),
    }))
    .sort((a, b) => a.bytes - b.bytes);
}
