import { pumpNumber, stationId } from "@forecourt/contract/ids";
import { z } from "zod";
import { Problem } from "../../http/problem.ts";

const place = z.object({ stationId, pump: z.coerce.number().pipe(pumpNumber) });

/**
 * `/p/<stationId>/<pump>`: what the QR code on a pump says. WeChat opens the mini-program with it; any other camera comes
 * here and is sent to the same page of the driver's app in the browser.
 */
export function openPump(request: Request & { readonly params: Record<string, string> }): Response {
  const parsed = place.safeParse(request.params);
  if (!parsed.success) throw new Problem("not_found", "This is not a pump of ours.");
  const { stationId: station, pump } = parsed.data;
  const page = `/app/#/packages/fuel/authorise/authorise?station=${station}&pump=${pump}`;
  return new Response(null, { status: 302, headers: { location: page } });
}
