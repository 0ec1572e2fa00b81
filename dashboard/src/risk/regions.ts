import { useRegion } from "../ui/home.ts";

/** The currency of a region by its id; of one that is gone, the home region's. */
export function useCurrencyOf(): (regionId: string) => string {
  const { region, regions } = useRegion(undefined);
  return (regionId) => regions.find((one) => one.regionId === regionId)?.currency ?? region?.currency ?? "CNY";
}
