import { MenuOutlined } from "@ant-design/icons";
import { Button, Drawer, Menu } from "antd";
import { useEffect, useState } from "react";
import { Link, Navigate, Outlet, useLocation } from "react-router";
import { useSession } from "../api/session.ts";
import { useWords } from "../i18n/words.ts";
import { Brand } from "../ui/Brand.tsx";
import { useMedia } from "../ui/media.ts";
import { Account } from "./Account.tsx";
import { AlertBell } from "./AlertBell.tsx";
import { Finder } from "./Finder.tsx";
import { LanguageSwitch } from "./LanguageSwitch.tsx";
import { ModeSwitch } from "./ModeSwitch.tsx";
import { menuOf, pageAt } from "./menu.tsx";

/** The frame around every page: menu on the left (in a drawer where it is narrow), bar above. Sends whoever isn't signed in to the door. */
export function Layout() {
  const session = useSession();
  const location = useLocation();
  const { t } = useWords();
  const isWide = useMedia("(min-width: 960px)");
  const [isOpen, setOpen] = useState(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: closes whenever the page has changed
  useEffect(() => setOpen(false), [location.pathname]);
  if (session === null) {
    const next = location.pathname + location.search;
    return <Navigate to={next === "/" ? "/sign-in" : `/sign-in?next=${encodeURIComponent(next)}`} replace />;
  }
  const current = pageAt(location.pathname);
  const menu = (
    <nav aria-label={t("shell.menu")} className="shell-menu">
      <Menu
        mode="inline"
        selectedKeys={current === undefined ? [] : [current]}
        items={menuOf(session.role).map(({ key, path, icon }) => ({ key, icon, label: <Link to={path}>{t(`menu.${key}`)}</Link> }))}
      />
    </nav>
  );
  return (
    <div className="shell">
      <a className="skip" href="#content">
        {t("shell.skip")}
      </a>
      {isWide ? (
        <aside className="shell-side">
          <Link to="/" className="shell-brand">
            <Brand />
            <span>Forecourt</span>
          </Link>
          {menu}
        </aside>
      ) : (
        <Drawer
          placement="left"
          size={264}
          open={isOpen}
          onClose={() => setOpen(false)}
          title={t("shell.menu")}
          styles={{ body: { padding: 8 } }}
        >
          {menu}
        </Drawer>
      )}
      <div className="shell-main">
        <header className="shell-bar">
          {!isWide && (
            <>
              <Button type="text" icon={<MenuOutlined />} aria-label={t("shell.menu")} onClick={() => setOpen(true)} />
              <Link to="/" className="shell-brand" aria-label="Forecourt">
                <Brand size={26} />
              </Link>
            </>
          )}
          <Finder role={session.role} isWide={isWide} />
          <AlertBell />
          <LanguageSwitch />
          <ModeSwitch />
          <Account session={session} />
        </header>
        <main id="content" tabIndex={-1}>
          {/* Another thing is another page, even of the same kind: nothing typed or begun for one is left standing for the next. */}
          <Outlet key={location.pathname} />
        </main>
      </div>
    </div>
  );
}
