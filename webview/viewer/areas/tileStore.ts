import { type Areas, bytesPerArea } from '../../../src/engine/areas/areas.ts';
import type { Pixels } from '../../colour/pixels.ts';
import type { PlaceRect } from './grid.ts';

/** A part of a picture that is exact. */
export interface ExactTile {
  readonly rect: PlaceRect;
  readonly areas: Areas;
  /** It in the present colours; null until it is drawn in them. */
  pixels: Pixels | null;
}

/** What tiles out of sight may take: some pictures' worth, so that panning back shows them at once. */
const spareBytes = 8_000_000;

/** Exact tiles by key, the ones drawn last at the end. */
export class TileStore {
  readonly #tiles = new Map<string, ExactTile>();

  get(key: string): ExactTile | undefined {
    return this.#tiles.get(key);
  }

  set(key: string, tile: ExactTile): void {
    this.#tiles.set(key, tile);
  }

  clear(): void {
    this.#tiles.clear();
  }

  /** Other colours: the areas stay. */
  recolour(): void {
    for (const tile of this.#tiles.values()) tile.pixels = null;
  }

  /** Keeps what is in sight, and of the rest what was in sight last as far as there is room. */
  trim(seen: ReadonlySet<string>): void {
    for (const key of seen) {
      const tile = this.#tiles.get(key);
      if (tile === undefined) continue;
      this.#tiles.delete(key);
      this.#tiles.set(key, tile);
    }
    let spare = 0;
    for (const [key, { areas }] of [...this.#tiles].reverse()) {
      if (seen.has(key)) continue;
      // Its pixels as well.
      spare += areas.mean.length * (bytesPerArea + 4);
      if (spare > spareBytes) this.#tiles.delete(key);
    }
  }
}
