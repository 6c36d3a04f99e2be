import { availableParallelism, cpus, loadavg, platform, release, totalmem } from 'node:os';

/** The machine and the time of a run. */
export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGB: number;
  readonly system: string;
  readonly date: string;
  /** The mean number of running processes in the minute before the run. 0 if nothing else runs. */
  readonly loadBefore: number;
}

export function machineNow(): Machine {
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    memoryGB: Math.round(totalmem() / 1e9),
    system: `${platform()} ${release()}`,
    date: new Date().toISOString(),
    loadBefore: Math.round((loadavg()[0] ?? 0) * 10) / 10,
  };
}
