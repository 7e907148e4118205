/** A machine that jobs can have; sizes in GB, prices in millionths of a US dollar a minute. */
export type Flavor = {
  readonly name: string;
  readonly prettyName: string;
  readonly cores: number;
  readonly ram: number;
  readonly storage: number;
  readonly gpu?: { readonly model: string; readonly quantity: number; readonly vram: number };
  readonly microUsdPerMinute: number;
};

/** Exposed ports cost this, in millionths of a US dollar a minute. */
export const PORTS_MICRO_USD = microUsdOf(0.01);

// Name, cores, RAM, storage, US dollars an hour; quantity, model, VRAM (hub docs, "jobs pricing", 2026-08).
const FLAVORS: readonly Flavor[] = [
  flavor('cpu-basic', 'CPU Basic', [2, 16, 50, 0.01]),
  flavor('cpu-upgrade', 'CPU Upgrade', [8, 32, 50, 0.03]),
  flavor('cpu-performance', 'CPU Performance', [32, 256, 1024, 1.9]),
  flavor('cpu-xl', 'CPU XL', [16, 124, 1000, 1]),
  flavor('t4-small', 'Nvidia T4 - small', [4, 15, 50, 0.4], [1, 'T4', 16]),
  flavor('t4-medium', 'Nvidia T4 - medium', [8, 30, 100, 0.6], [1, 'T4', 16]),
  flavor('a10g-small', 'Nvidia A10G - small', [4, 15, 110, 1], [1, 'A10G', 24]),
  flavor('a10g-large', 'Nvidia A10G - large', [12, 46, 200, 1.5], [1, 'A10G', 24]),
  flavor('a10g-largex2', '2x Nvidia A10G - large', [24, 92, 1000, 3], [2, 'A10G', 48]),
  flavor('a10g-largex4', '4x Nvidia A10G - large', [48, 184, 2000, 5], [4, 'A10G', 96]),
  flavor('a100-large', 'Nvidia A100 - large', [12, 142, 1000, 2.5], [1, 'A100', 80]),
  flavor('a100x4', '4x Nvidia A100', [48, 568, 4000, 10], [4, 'A100', 320]),
  flavor('a100x8', '8x Nvidia A100', [96, 1136, 8000, 20], [8, 'A100', 640]),
  flavor('h200', 'Nvidia H200', [23, 256, 3000, 5], [1, 'H200', 141]),
  flavor('h200x2', 'Nvidia H200', [46, 512, 6000, 10], [2, 'H200', 282]),
  flavor('h200x4', 'Nvidia H200', [92, 1024, 12000, 20], [4, 'H200', 564]),
  flavor('h200x8', 'Nvidia H200', [184, 2048, 24000, 40], [8, 'H200', 1128]),
  flavor('rtx-pro-6000', 'Nvidia RTX PRO 6000', [23, 256, 475, 2.75], [1, 'RTX PRO 6000', 96]),
  flavor('rtx-pro-6000x2', 'Nvidia RTX PRO 6000', [46, 512, 950, 5.5], [2, 'RTX PRO 6000', 192]),
  flavor('rtx-pro-6000x4', 'Nvidia RTX PRO 6000', [92, 1024, 1900, 11], [4, 'RTX PRO 6000', 384]),
  flavor('rtx-pro-6000x8', 'Nvidia RTX PRO 6000', [184, 2048, 3800, 22], [8, 'RTX PRO 6000', 768]),
  flavor('l4x1', '1x Nvidia L4', [8, 30, 400, 0.8], [1, 'L4', 24]),
  flavor('l4x4', '4x Nvidia L4', [48, 186, 3200, 3.8], [4, 'L4', 96]),
  flavor('l40sx1', '1x Nvidia L40S', [8, 62, 380, 1.8], [1, 'L40S', 48]),
  flavor('l40sx4', '4x Nvidia L40S', [48, 382, 3200, 8.3], [4, 'L40S', 192]),
  flavor('l40sx8', '8x Nvidia L40S', [192, 1534, 6500, 23.5], [8, 'L40S', 384]),
];

export function findFlavor(name: string): Flavor | undefined {
  return FLAVORS.find((item) => item.name === name);
}

/** The answer of `GET /api/jobs/hardware`. */
export function listHardware(): readonly Readonly<Record<string, unknown>>[] {
  return FLAVORS.map(({ name, prettyName, cores, ram, storage, gpu, microUsdPerMinute }) => ({
    name,
    prettyName,
    cpu: `${cores} vCPU`,
    ram: `${ram} GB`,
    ephemeralStorage: `${storage} GB`,
    accelerator:
      gpu === undefined
        ? null
        : {
            type: 'gpu',
            model: gpu.model,
            quantity: String(gpu.quantity),
            vram: `${gpu.vram} GB`,
            manufacturer: 'Nvidia',
          },
    unitCostMicroUSD: microUsdPerMinute,
    unitCostUSD: microUsdPerMinute / 1e6,
    unitLabel: 'minute',
  }));
}

/** What the Hub tells a job of its machine. */
export function variablesOf(id: string, { name, cores, ram, gpu }: Flavor): Readonly<Record<string, string>> {
  return {
    JOB_ID: id,
    ACCELERATOR: gpu === undefined ? 'none' : name,
    CPU_CORES: String(cores),
    MEMORY: `${ram}Gi`,
  };
}

function flavor(
  name: string,
  prettyName: string,
  [cores, ram, storage, usdPerHour]: readonly [number, number, number, number],
  gpu?: readonly [number, string, number],
): Flavor {
  const [quantity = 0, model = '', vram = 0] = gpu ?? [];
  return {
    name,
    prettyName,
    cores,
    ram,
    storage,
    ...(gpu === undefined ? {} : { gpu: { quantity, model, vram } }),
    microUsdPerMinute: microUsdOf(usdPerHour),
  };
}

function microUsdOf(usdPerHour: number): number {
  return Math.round((usdPerHour * 1e6) / 60);
}
