import type { TFunction } from "i18next";
import type { ReactNode } from "react";
import { actorPath } from "../api/operations.ts";
import type { ParkedDelivery } from "../api/types.ts";
import { Mark } from "../ui/State.tsx";
import type { Stuck } from "./StuckList.tsx";

/** A parked delivery as a line. @param about what stands before the reason */
export function parkedLine(
  t: TFunction,
  actor: string,
  { deliveryId, destination, parkedAt, error }: Omit<ParkedDelivery, "failures">,
  about: ReactNode,
): Stuck {
  return {
    key: `${actor} ${deliveryId}`,
    title: <Mark tone="attention">{t("parked.to", { destination })}</Mark>,
    at: parkedAt,
    facts: [
      <code key="id">{deliveryId}</code>,
      <span key="about">{about}</span>,
      <span key="why" className="ink">
        {error}
      </span>,
    ],
    replay: { method: "POST", path: `/v1/operator/deliveries/${actorPath(actor)}/replay`, body: { deliveryId } },
  };
}
