import { MoreOutlined } from "@ant-design/icons";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Button, Dropdown, Tag } from "antd";
import { useState } from "react";
import { useSession } from "../api/session.ts";
import type { OperatorItem } from "../api/types.ts";
import { time } from "../format/time.ts";
import { useWords } from "../i18n/words.ts";
import { Freshness } from "../ui/Freshness.tsx";
import { useRegion, useStations } from "../ui/home.ts";
import { Nothing } from "../ui/Notices.tsx";
import { Page, Section } from "../ui/Page.tsx";
import { PagedList } from "../ui/PagedList.tsx";
import { Permit, useMay } from "../ui/Permit.tsx";
import { Mark } from "../ui/State.tsx";
import { type Action, ActionModal, actionsFor } from "./ActionModal.tsx";
import { type Link, LinkOnce } from "./LinkOnce.tsx";
import { OperatorForm } from "./OperatorForm.tsx";
import { PermissionTable } from "./PermissionTable.tsx";
import { operatorsQuery } from "./queries.ts";
import "./staff.css";

/** Who runs the business, in which role; and what each role may do. */
export function OperatorsPage() {
  const { t } = useWords();
  const { timeZone } = useRegion(undefined);
  const query = useInfiniteQuery(operatorsQuery);
  const [editing, setEditing] = useState<OperatorItem | "new" | null>(null);
  const [acting, setActing] = useState<{ readonly operator: OperatorItem; readonly action: Action } | null>(null);
  const [link, setLink] = useState<Link | null>(null);
  const pages = query.data?.pages ?? [];
  const operators = pages.flatMap(({ items }) => items);
  return (
    <Page
      title={t("operators.title")}
      note={<Freshness at={pages[0]?.asOf} timeZone={timeZone} isStale={query.isRefetchError} />}
      actions={
        <Permit to="operators.write">
          <Button type="primary" onClick={() => setEditing("new")}>
            {t("operators.invite")}
          </Button>
        </Permit>
      }
    >
      <Section flush>
        <PagedList query={query} length={operators.length} empty={<Nothing title={t("operators.empty")} hint={t("operators.emptyHint")} />}>
          <div className="lines lines-pad">
            {operators.map((operator) => (
              <OperatorLine
                key={operator.operatorId}
                operator={operator}
                edit={() => setEditing(operator)}
                act={(action) => setActing({ operator, action })}
              />
            ))}
          </div>
        </PagedList>
      </Section>
      <PermissionTable />
      {editing !== null && <OperatorForm operator={editing === "new" ? null : editing} close={() => setEditing(null)} invited={setLink} />}
      {acting !== null && <ActionModal {...acting} close={() => setActing(null)} linked={setLink} />}
      {link !== null && <LinkOnce link={link} done={() => setLink(null)} />}
    </Page>
  );
}

interface LineProps {
  readonly operator: OperatorItem;
  readonly edit: () => void;
  readonly act: (action: Action) => void;
}

function OperatorLine({ operator, edit, act }: LineProps) {
  const { t, wordOf, language } = useWords();
  const { timeZone } = useRegion(undefined);
  const session = useSession();
  const mayWrite = useMay("operators.write");
  const { name, email, role, state, lockedUntil, hasSecondFactor, lastSignInAt } = operator;
  const shown = state === "active" && lockedUntil !== null ? "locked" : state;
  return (
    <div className="line">
      <div className="line-main">
        <div className="line-title">
          <span className="strong">{name}</span>
          <Tag>{wordOf("roles", role)}</Tag>
          <Mark tone={shown === "active" ? "done" : shown === "invited" ? "running" : shown === "locked" ? "attention" : "quiet"}>
            {t(`operators.states.${shown}`)}
          </Mark>
        </div>
        <div className="line-facts">
          <span>{email}</span>
          <StationsOf operator={operator} />
          <span>
            {t("operators.factor")}: {t(hasSecondFactor ? "security.on" : "security.off")}
          </span>
          <span>
            {t("operators.lastSignIn")}: {lastSignInAt === null ? t("operators.never") : time(lastSignInAt, timeZone, language, "minute")}
          </span>
        </div>
      </div>
      {mayWrite && email !== session?.email && (
        <div className="line-actions">
          <Button size="small" onClick={edit}>
            {t("operators.edit")}
          </Button>
          <Dropdown
            trigger={["click"]}
            menu={{
              items: actionsFor(operator).map((key) => ({ key, label: t(`operators.actions.${key}`), danger: key === "disable" })),
              onClick: ({ key }) => act(key as Action),
            }}
          >
            <Button size="small" icon={<MoreOutlined />} aria-label={t("operators.more", { name })} />
          </Dropdown>
        </div>
      )}
    </div>
  );
}

function StationsOf({ operator: { stations, role } }: { readonly operator: OperatorItem }) {
  const { t, nameOf } = useWords();
  const known = useStations();
  if (stations === null && role !== "station_manager") return <span>{t("operators.allStations")}</span>;
  if (stations === null || stations.length === 0) return <span>{t("operators.noStations")}</span>;
  return (
    <span>
      {stations
        .map((id) => {
          const station = known.get(id);
          return station === undefined ? id : nameOf(station.names);
        })
        .join(", ")}
    </span>
  );
}
