import { signal } from '@preact/signals';
import type { Areas } from '../../../src/engine/areas/areas.ts';
import { reduceAreas } from '../../../src/engine/areas/reduceAreas.ts';
import type { Cell, CellRange } from '../../../src/engine/provenance/stage.ts';
import { finish } from '../../../src/engine/core/steps.ts';
import type { TileRequest, TileSubscriber } from '../../workers/tileClient.ts';
import type { AreaPainter, BasePicture } from '../paint/basePicture.ts';
import { putPixels } from '../paint/putPixels.ts';
import { colourAreas } from './colourAreas.ts';
import {
  boundingRect,
  cellsIn,
  countOf,
  cutOf,
  type PixelGrid,
  gridOf,
  visiblePlaces,
  isDense,
  lengthOf,
  offsetOf,
  pixelsIn,
  type PlaceRect,
  sameGrid,
} from './grid.ts';
import type { Tones } from './pixelColour.ts';
import { allocatePixels, blit, copyPixels, type Pixels, pixelsOf } from '../../colour/pixels.ts';
import { sample } from './sample.ts';
import { cellsOf, type Tile, tilesIn } from './tilesIn.ts';
import { zeroTones } from './zeroTones.ts';
import { type ExactTile, TileStore } from './tileStore.ts';
import { offsetFrom, Underlay } from './underlay.ts';

/** Largest number of reads for which a paint is exact at once: a millisecond or two. */
export const exactBudget = 100_000;
/** Largest number of reads for a sampled paint. */
export const sampleBudget = 150_000;
/** Time that the cell size has to be constant before refining starts, because zooming changes it in every frame. */
const restMilliseconds = 80;

export type Exactness = 'exact' | 'sampled';

/** The client that refines the picture: the tile worker's, or a test's. */
interface Refiner {
  join(subscriber: TileSubscriber): () => void;
  changed(): void;
}

/**
 * The picture of a matrix whose cells are too small to be drawn one by one. A paint reads at most its budget of cells:
 * it is exact if the budget suffices, and otherwise sampled. Sampled tiles are refined one by one by the tile worker
 * and painted when they arrive. Exact tiles are kept while the user pans.
 */
export class AreaPicture implements TileSubscriber, AreaPainter {
  /** Exactness of the visible part. */
  readonly exactness = signal<Exactness>('exact');
  /** Called when a tile has been refined; set by the component that paints. */
  repaint: () => void = () => undefined;
  readonly #refiner: Refiner;
  readonly #tiles = new TileStore();
  readonly #underlay = new Underlay();
  /** Images of the last paint, whose memory the next one uses: one pixel per place, and as on the canvas. */
  #places: Pixels | null = null;
  #shown: Pixels | null = null;
  #leave: (() => void) | null = null;
  #picture: BasePicture | null = null;
  #tones: Tones | null = null;
  #grid: PixelGrid | null = null;
  #wanted: readonly Tile[] = [];
  #resting: ReturnType<typeof setTimeout> | null = null;
  /** Number that distinguishes the current tiles from those of another matrix or cell size. */
  #generation = 0;

  constructor(refiner: Refiner) {
    this.#refiner = refiner;
  }

  /** Draws the picture on a canvas of the frame's size times `ratio` that has the background's colour. */
  paint(context: CanvasRenderingContext2D, picture: BasePicture): void {
    const { view, frame, ratio, scale, subject } = picture;
    const grid = this.#take(picture);
    const tones = this.#tones;
    if (tones === null) return;
    const origin = {
      x: offsetOf(grid.columns, frame.column),
      y: offsetOf(grid.rows, frame.row),
    };
    const sight: PlaceRect = {
      rows: visiblePlaces(grid.rows, origin.y, context.canvas.height),
      columns: visiblePlaces(grid.columns, origin.x, context.canvas.width),
    };
    const tiles = tilesIn(grid, sight, ratio);
    const missing = this.#readExactly(picture, grid, this.#missing(tiles));
    if (countOf(sight) === 0) return;
    const places = allocatePixels(lengthOf(sight.columns), lengthOf(sight.rows), this.#places);
    this.#places = places;
    if (missing.length > 0) {
      const rect = boundingRect(missing.map(({ visible }) => visible));
      const sampled = this.#underlay.cover(rect, (part, share) =>
        sample(view, grid, part, (share * sampleBudget) / subject.cost, scale, tones),
      );
      blit(sampled, places, ...offsetFrom(rect, sight));
    }
    for (const { key } of tiles) {
      const tile = this.#tiles.get(key);
      if (tile !== undefined) blit(this.#coloured(tile, picture, tones), places, ...offsetFrom(tile.rect, sight));
    }
    this.#shown = paintPlaces(context, places, sight, grid, origin, this.#shown);
    this.#tiles.trim(new Set(tiles.map(({ key }) => key)));
    // If every cell has a pixel of its own, sampling at full resolution is exact.
    const sampled = missing.length > 0 && (isDense(grid) || this.#underlay.coarse);
    this.exactness.value = sampled ? 'sampled' : 'exact';
    this.#want(sampled ? missing : []);
  }

  /** Returns the area of the pixel that shows a cell, or null while the area is not known exactly. */
  areaAt(cell: Cell): { readonly areas: Areas; readonly at: number; readonly cells: CellRange } | null {
    const ratio = this.#picture?.ratio;
    if (this.#grid === null || ratio === undefined) return null;
    const { rows, columns } = this.#grid;
    const row = Math.floor((cell.row + 0.5) / rows.cells);
    const column = Math.floor((cell.column + 0.5) / columns.cells);
    const spot = { rows: { from: row, to: row + 1 }, columns: { from: column, to: column + 1 } };
    const [tile] = tilesIn(this.#grid, spot, ratio);
    const found = tile === undefined ? undefined : this.#tiles.get(tile.key);
    if (found === undefined) return null;
    const { areas, rect } = found;
    if (row >= rect.rows.to || column >= rect.columns.to) return null;
    const [down, across] = [cellsIn(rows, row), cellsIn(columns, column)];
    return {
      areas,
      at: (row - rect.rows.from) * areas.columns + column - rect.columns.from,
      cells: { row: down.first, rows: down.count, column: across.first, columns: across.count },
    };
  }

  /** Stops refining until the next paint, because the picture is not visible. */
  pause(): void {
    this.#want([]);
  }

  /** Stops refining because the cells are drawn one by one, which is exact. */
  yieldToCells(): void {
    this.exactness.value = 'exact';
    this.#want([]);
  }

  dispose(): void {
    this.#stopResting();
    this.#wanted = [];
    this.#leave?.();
    this.#leave = null;
    this.#tiles.clear();
  }

  next(underWay: (key: string) => boolean): TileRequest | null {
    const [grid, subject] = [this.#grid, this.#picture?.subject];
    if (this.#resting !== null || grid === null || subject === undefined) return null;
    const tile = this.#wanted.find(({ key }) => !underWay(this.#nameOf(key)));
    if (tile === undefined) return null;
    const { rows, columns } = tile.rect;
    return {
      key: this.#nameOf(tile.key),
      source: subject.source,
      matrix: subject.matrix,
      rows: cutOf(grid.rows, rows),
      columns: cutOf(grid.columns, columns),
    };
  }

  wants(name: string): boolean {
    return this.#wanted.some(({ key }) => this.#nameOf(key) === name);
  }

  deliver(name: string, areas: Areas): void {
    const tile = this.#wanted.find(({ key }) => this.#nameOf(key) === name);
    if (tile === undefined) return;
    this.#tiles.set(tile.key, { rect: tile.rect, areas, pixels: null });
    this.#wanted = this.#wanted.filter((each) => each !== tile);
    this.repaint();
  }

  #nameOf(key: string): string {
    return `${this.#generation} ${key}`;
  }

  #missing(tiles: readonly Tile[]): readonly Tile[] {
    return tiles.filter(({ key }) => this.#tiles.get(key) === undefined);
  }

  /** Makes a picture the current one, and drops those results of the previous one that do not apply to it. */
  #take(picture: BasePicture): PixelGrid {
    const before = this.#picture;
    const grid = gridOf(picture.frame, picture.ratio);
    const { view, scale, theme, subject } = picture;
    const sameCells = before?.view === view && this.#grid !== null && sameGrid(this.#grid, grid);
    const sameColours = before?.scale === scale && before.theme === theme;
    if (!sameColours || !sameCells || this.#tones === null) {
      this.#tones = zeroTones(theme, Math.min(picture.frame.cellWidth, picture.frame.cellHeight));
    }
    if (!sameCells || !sameColours) this.#underlay.forget();
    if (!sameColours || before.subject.shows !== subject.shows) this.#tiles.recolour();
    if (!sameCells) {
      this.#tiles.clear();
      this.#generation += 1;
      this.#wanted = [];
      if (before?.view === view) this.#startResting();
      else this.#stopResting();
    }
    this.#picture = picture;
    this.#grid = grid;
    return grid;
  }

  /** Reads the missing tiles exactly if the budget suffices. Returns the tiles that are still missing. */
  #readExactly(picture: BasePicture, grid: PixelGrid, missing: readonly Tile[]): readonly Tile[] {
    // During a zoom, exact tiles would be outdated in the next frame.
    if (!isDense(grid) || this.#resting !== null) return missing;
    const cells = missing.reduce((sum, { rect }) => sum + cellsOf(grid, rect), 0);
    if (cells * picture.subject.cost > exactBudget) return missing;
    for (const { key, rect } of missing) {
      const { rows, columns } = rect;
      const steps = reduceAreas(picture.view, cutOf(grid.rows, rows), cutOf(grid.columns, columns));
      this.#tiles.set(key, { rect, areas: finish(steps), pixels: null });
    }
    return [];
  }

  #coloured(tile: ExactTile, { scale, subject }: BasePicture, tones: Tones): Pixels {
    const { areas } = tile;
    const { rows, columns } = areas;
    return (tile.pixels ??= pixelsOf(colourAreas(areas, subject.shows, scale, tones), columns, rows));
  }

  #want(tiles: readonly Tile[]): void {
    this.#wanted = tiles;
    if (tiles.length === 0 && this.#leave === null) return;
    this.#leave ??= this.#refiner.join(this);
    this.#refiner.changed();
  }

  #startResting(): void {
    this.#stopResting();
    this.#resting = setTimeout(() => {
      this.#resting = null;
      if (this.#wanted.length > 0) this.repaint();
    }, restMilliseconds);
  }

  #stopResting(): void {
    if (this.#resting !== null) clearTimeout(this.#resting);
    this.#resting = null;
  }
}

/**
 * Paints the visible places onto a canvas, each over its device pixels. `origin` gives the device pixels before the
 * first visible cell. Returns the painted image, whose memory the next call takes as `spare`. The canvas gets the whole
 * image at once, because many calls of a canvas are slow.
 */
function paintPlaces(
  context: CanvasRenderingContext2D,
  places: Pixels,
  sight: PlaceRect,
  { rows, columns }: PixelGrid,
  origin: { readonly x: number; readonly y: number },
  spare: Pixels | null,
): Pixels {
  const { width, height } = context.canvas;
  const across = pixelsIn(columns, sight.columns, origin.x, width);
  const down = pixelsIn(rows, sight.rows, origin.y, height);
  const shown = allocatePixels(across.shows.length, down.shows.length, spare);
  copyPixels(places, shown, across.shows, down.shows);
  putPixels(context, shown, across.first, down.first);
  return shown;
}
