import type { Permission } from "@forecourt/contract/permissions";
import { Button } from "antd";
import type { ReactNode } from "react";
import { Link, Navigate, useLocation, useRouteError } from "react-router";
import { useSession } from "../api/session.ts";
import { useWords } from "../i18n/words.ts";
import { Nothing } from "../ui/Notices.tsx";
import { Page } from "../ui/Page.tsx";
import { useMay } from "../ui/Permit.tsx";
import { homeOf, menuOf } from "./menu.tsx";

/** No such address: says which, and where one can go. */
export function NotFoundPage() {
  const { t } = useWords();
  const { pathname } = useLocation();
  return (
    <Page title={t("errors.notFound")}>
      <Nothing title={t("errors.notFoundTitle", { path: pathname })} hint={t("errors.notFoundHint")} action={<WaysOn />} />
    </Page>
  );
}

/** A page for those who may; others read why not and whom to ask. */
export function Guarded({ to, children }: { readonly to: Permission; readonly children: ReactNode }) {
  const { t, wordOf } = useWords();
  const session = useSession();
  const isAllowed = useMay(to);
  const { pathname } = useLocation();
  if (isAllowed || session === null) return children;
  // The front door leads everybody to the first page of their own.
  if (pathname === "/" && homeOf(session.role) !== "/") return <Navigate to={homeOf(session.role)} replace />;
  return (
    <Page title={t("errors.forbidden")}>
      <Nothing
        title={t("errors.forbiddenTitle", { role: wordOf("roles", session.role) })}
        hint={t("errors.forbiddenHint")}
        action={<WaysOn />}
      />
    </Page>
  );
}

/** A page that broke: the others still work. */
export function BrokenPage() {
  const { t } = useWords();
  const error = useRouteError();
  return (
    <Page title={t("errors.broken")}>
      <Nothing
        title={t("errors.brokenTitle")}
        hint={t("errors.brokenHint")}
        action={
          <>
            <code className="pad">{error instanceof Error ? error.message : String(error)}</code>
            <Button type="primary" onClick={() => window.location.reload()}>
              {t("errors.reload")}
            </Button>
            <WaysOn />
          </>
        }
      />
    </Page>
  );
}

function WaysOn() {
  const { t } = useWords();
  const session = useSession();
  if (session === null) return null;
  const home = homeOf(session.role);
  return (
    <p className="ways">
      {menuOf(session.role).map(({ key, path }) => (
        <Link key={key} to={path} className={path === home ? "ways-main" : ""}>
          {t(`menu.${key}`)}
        </Link>
      ))}
    </p>
  );
}
