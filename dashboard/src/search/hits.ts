import type { SearchGroup } from "@forecourt/contract/http/search";
import { pageOf } from "../documents/pageOf.ts";
import { money } from "../format/money.ts";
import { time } from "../format/time.ts";
import type { Words } from "../i18n/words.ts";

/** Something that was found, as a line that leads somewhere. */
export interface Hit {
  readonly key: string;
  readonly to: string;
  readonly title: string;
  readonly note: string;
}

/** Hits of one kind under their heading. */
export interface HitGroup {
  readonly group: string;
  readonly hits: readonly Hit[];
}

/** What the server found, in the reader's words. A new kind adds its case. */
export function hitsOf(found: SearchGroup, words: Words, timeZone: string): readonly Hit[] {
  const { t, language, nameOf, wordOf } = words;
  switch (found.group) {
    case "orders":
      return found.items.map(({ orderId, kind, state, amountMinor, currency, at }) => ({
        key: orderId,
        to: `/orders?order=${orderId}`,
        title: orderId,
        note: [
          t(`orders.kinds.${kind}`),
          wordOf("states", state),
          money(amountMinor, currency),
          time(at, timeZone, language, "minute"),
        ].join(" · "),
      }));
    case "drivers":
      return found.items.map(({ driverId, walletId, name }) => ({
        key: driverId,
        to: `/drivers/${driverId}`,
        title: name,
        note: walletId,
      }));
    case "documents":
      return found.items.map((document) => ({
        key: document.documentId,
        to: pageOf(document),
        title: t(`documents.kinds.${document.kind}`),
        note: [document.driverName ?? t("documents.unknownDriver"), t(`documents.states.${document.state}`)].join(" · "),
      }));
    case "stations":
      return found.items.map(({ stationId, names, address }) => ({
        key: stationId,
        to: `/stations/${stationId}`,
        title: nameOf(names),
        note: `${stationId} · ${address}`,
      }));
  }
}
