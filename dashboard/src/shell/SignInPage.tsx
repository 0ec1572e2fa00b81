import { useMutation } from "@tanstack/react-query";
import { Button, Form, Input } from "antd";
import { useEffect } from "react";
import { Navigate, useSearchParams } from "react-router";
import { call } from "../api/client.ts";
import { setSession, useSession } from "../api/session.ts";
import type { OperatorSession } from "../api/types.ts";
import { useWords } from "../i18n/words.ts";
import { Brand } from "../ui/Brand.tsx";
import { Failure } from "../ui/Notices.tsx";
import { LanguageSwitch } from "./LanguageSwitch.tsx";
import { ModeSwitch } from "./ModeSwitch.tsx";
import { homeOf } from "./menu.ts";

interface Credentials {
  readonly email: string;
  readonly password: string;
}

/** The door. Afterwards goes on to where somebody wanted to be. */
export function SignInPage() {
  const { t } = useWords();
  const session = useSession();
  const [search] = useSearchParams();
  useEffect(() => {
    document.title = `${t("signIn.title")} · Forecourt`;
  }, [t]);
  const signIn = useMutation({
    mutationFn: (credentials: Credentials) => call<OperatorSession>("POST", "/v1/operator/sessions", { body: credentials }),
    onSuccess: ({ accessToken, expiresIn, operator }) =>
      setSession({ accessToken, expiresAtMs: Date.now() + expiresIn * 1000, ...operator }),
  });
  if (session !== null) return <Navigate to={inside(search.get("next")) ?? homeOf(session.role)} replace />;
  return (
    <div className="door">
      <div className="door-tools">
        <LanguageSwitch />
        <ModeSwitch />
      </div>
      <main className="door-card">
        <div className="door-brand">
          <Brand size={40} />
          <div>
            <h1>Forecourt</h1>
            <p>{t("signIn.lead")}</p>
          </div>
        </div>
        <Form<Credentials> layout="vertical" requiredMark={false} onFinish={(credentials) => signIn.mutate(credentials)}>
          <Form.Item name="email" label={t("signIn.email")} rules={[{ required: true, type: "email", message: t("signIn.emailNeeded") }]}>
            <Input type="email" autoComplete="username" size="large" autoFocus />
          </Form.Item>
          <Form.Item name="password" label={t("signIn.password")} rules={[{ required: true, message: t("signIn.passwordNeeded") }]}>
            <Input.Password autoComplete="current-password" size="large" />
          </Form.Item>
          {signIn.isError && (
            <div className="door-failure">
              <Failure error={signIn.error} />
            </div>
          )}
          <Button type="primary" htmlType="submit" size="large" block loading={signIn.isPending}>
            {t("signIn.action")}
          </Button>
        </Form>
      </main>
    </div>
  );
}

/** Only places of our own: an address from outside must not send people elsewhere. */
function inside(next: string | null): string | undefined {
  return next !== null && /^\/(?![/\\])/.test(next) && !next.startsWith("/sign-in") ? next : undefined;
}
