import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { stationQuery } from "../api/queries.ts";
import type { LiveStation } from "../api/types.ts";
import { afterFrame, followStation } from "./feed.ts";

/** Read so often while the socket does not tell. */
const POLL_MS = 2_000;
/** The socket may take so long to open before the page reads for itself. */
const PATIENCE_MS = 2_000;

/**
 * A station as it is this moment: told by its socket; read every two seconds while there is none.
 *
 * @param isSeen false for one that is scrolled out of sight, which is left alone
 */
export function useStation(stationId: string, isSeen = true) {
  const client = useQueryClient();
  const [socket, setSocket] = useState<"opening" | "open" | "gone">("opening");
  useEffect(() => {
    if (!isSeen) return;
    setSocket("opening");
    const patience = setTimeout(() => setSocket((now) => (now === "opening" ? "gone" : now)), PATIENCE_MS);
    const unfollow = followStation(stationId, {
      told: (frame) => client.setQueryData<LiveStation>(["station", stationId], (before) => afterFrame(before, frame)),
      opened: (isOpen) => setSocket(isOpen ? "open" : "gone"),
    });
    return () => {
      clearTimeout(patience);
      unfollow();
    };
  }, [stationId, isSeen, client]);
  const isPolled = isSeen && socket === "gone";
  const query = useQuery({ ...stationQuery(stationId), enabled: isPolled, refetchInterval: isPolled ? POLL_MS : false });
  return { ...query, isLive: isSeen && socket === "open" };
}
