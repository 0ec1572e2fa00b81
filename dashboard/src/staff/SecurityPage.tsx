import { useQuery } from "@tanstack/react-query";
import { App, Button, Form, Input, Skeleton } from "antd";
import { useSearchParams } from "react-router";
import { useCommand } from "../api/commands.ts";
import type { OperatorAccount } from "../api/types.ts";
import { time } from "../format/time.ts";
import { useWords } from "../i18n/words.ts";
import { useRegion } from "../ui/home.ts";
import { Failure, NeedsYou } from "../ui/Notices.tsx";
import { Page, Section } from "../ui/Page.tsx";
import { Mark } from "../ui/State.tsx";
import { meQuery } from "./queries.ts";
import { SecondFactor } from "./SecondFactor.tsx";
import "./staff.css";

/** One's own account: password, second factor, sessions. */
export function SecurityPage() {
  const { t } = useWords();
  const [search] = useSearchParams();
  const { data, isError, error, refetch } = useQuery(meQuery);
  const mustEnrol = search.get("because") === "second_factor_enrolment_required" && data?.hasSecondFactor === false;
  return (
    <Page title={t("security.title")} note={data === undefined ? undefined : <span className="faint">{data.email}</span>}>
      {data?.mustChangePassword === true && <NeedsYou>{t("security.mustChange")}</NeedsYou>}
      {mustEnrol && <NeedsYou>{t("security.mustEnrol")}</NeedsYou>}
      {data === undefined && (isError ? <Failure error={error} retry={() => void refetch()} /> : <Skeleton active className="pad" />)}
      {data !== undefined && (
        <div className="staff-columns">
          <PasswordCard />
          <SecondFactor account={data} />
          <SessionsCard account={data} />
        </div>
      )}
    </Page>
  );
}

function PasswordCard() {
  const { t } = useWords();
  const { message } = App.useApp();
  const [form] = Form.useForm<{ current: string; next: string }>();
  const change = useCommand<unknown>([["me"]]);
  const submit = (body: { current: string; next: string }) =>
    change.mutate(
      { method: "POST", path: "/v1/operator/me/password", body },
      {
        onSuccess: () => {
          form.resetFields();
          void message.success(t("security.changed"));
        },
      },
    );
  return (
    <Section title={t("security.password")}>
      <p className="faint staff-hint">{t("security.passwordHint")}</p>
      <Form form={form} layout="vertical" requiredMark={false} onFinish={submit}>
        <Form.Item name="current" label={t("security.current")} rules={[{ required: true, message: t("security.currentNeeded") }]}>
          <Input.Password autoComplete="current-password" />
        </Form.Item>
        <Form.Item name="next" label={t("invitation.password")} rules={[{ required: true, min: 12, message: t("invitation.short") }]}>
          <Input.Password autoComplete="new-password" />
        </Form.Item>
        {change.isError && <Failure error={change.error} />}
        <Button type="primary" htmlType="submit" loading={change.isPending} className="staff-submit">
          {t("security.change")}
        </Button>
      </Form>
    </Section>
  );
}

function SessionsCard({ account }: { readonly account: OperatorAccount }) {
  const { t, language } = useWords();
  const { timeZone } = useRegion(undefined);
  const end = useCommand<unknown>([["me"]]);
  return (
    <Section title={t("security.sessions")} className="staff-whole">
      {end.isError && <Failure error={end.error} />}
      <div className="lines">
        {account.sessions.map(({ sessionId, agent, ip, place, openedAt, expiresAt, factor, isThis }) => (
          <div className="line" key={sessionId}>
            <div className="line-main">
              <div className="line-title">
                <span className="strong">{agent === null ? t("security.unknown") : deviceOf(agent)}</span>
                {isThis && <Mark tone="done">{t("security.thisOne")}</Mark>}
              </div>
              <div className="line-facts">
                <span>{time(openedAt, timeZone, language, "minute")}</span>
                <span>{t("security.until", { time: time(expiresAt, timeZone, language, "minute") })}</span>
                <span>{t(`security.factors.${factor}`)}</span>
                {ip !== null && <span>{ip}</span>}
                {place !== null && <span>{place}</span>}
              </div>
            </div>
            {!isThis && (
              <div className="line-actions">
                <Button
                  size="small"
                  loading={end.isPending}
                  onClick={() => end.mutate({ method: "DELETE", path: `/v1/operator/me/sessions/${encodeURIComponent(sessionId)}` })}
                >
                  {t("security.end")}
                </Button>
              </div>
            )}
          </div>
        ))}
      </div>
    </Section>
  );
}

/** Browser and system of a user agent, as far as they can be told; else its beginning. */
function deviceOf(agent: string): string {
  const browser = /(Edg|OPR|Firefox|Chrome|Safari)/.exec(agent)?.[1]?.replace("Edg", "Edge").replace("OPR", "Opera");
  const system = /(Windows|Android|iPhone|iPad|Mac OS X|Linux)/.exec(agent)?.[1]?.replace("Mac OS X", "macOS");
  const known = [browser, system].filter((part) => part !== undefined);
  return known.length === 0 ? agent.slice(0, 40) : known.join(", ");
}
