import { may, type Permission } from "@forecourt/contract/permissions";
import type { ReactNode } from "react";
import { useSession } from "../api/session.ts";

/** Whether whoever is signed in may do it. */
export function useMay(permission: Permission): boolean {
  const session = useSession();
  return session !== null && may(session.role, permission);
}

/** Shown to those who may. */
export function Permit({ to, children }: { readonly to: Permission; readonly children: ReactNode }) {
  return useMay(to) ? children : null;
}
