import { useMutation } from "@tanstack/react-query";
import { Button, Form, Input } from "antd";
import { useState } from "react";
import { Navigate, useSearchParams } from "react-router";
import { call } from "../api/client.ts";
import { toProblem } from "../api/problem.ts";
import { setSession, useSession } from "../api/session.ts";
import type { OperatorSession } from "../api/types.ts";
import { useWords } from "../i18n/words.ts";
import { Failure } from "../ui/Notices.tsx";
import { Door } from "./Door.tsx";
import { homeOf } from "./menu.tsx";

interface Credentials {
  readonly email: string;
  readonly password: string;
}

const enter = ({ accessToken, expiresIn, operator }: OperatorSession) =>
  setSession({ accessToken, expiresAtMs: Date.now() + expiresIn * 1000, ...operator });

/** The door. Afterwards goes on to where somebody wanted to be. */
export function SignInPage() {
  const { t } = useWords();
  const session = useSession();
  const [search] = useSearchParams();
  const [challengeId, setChallengeId] = useState<string | null>(null);
  if (session !== null) return <Navigate to={inside(search.get("next")) ?? homeOf(session.role)} replace />;
  return (
    <Door title={t(challengeId === null ? "signIn.title" : "factor.title")} lead={t("signIn.lead")}>
      {challengeId === null ? (
        <PasswordStep proceed={setChallengeId} />
      ) : (
        <FactorStep challengeId={challengeId} back={() => setChallengeId(null)} />
      )}
    </Door>
  );
}

function PasswordStep({ proceed }: { readonly proceed: (challengeId: string) => void }) {
  const { t } = useWords();
  const signIn = useMutation({
    mutationFn: (credentials: Credentials) => call<OperatorSession>("POST", "/v1/operator/sessions", { body: credentials }),
    onSuccess: enter,
    onError: (error) => {
      const { code, facts } = toProblem(error);
      if (code === "second_factor_required") proceed(String(facts.challengeId));
    },
  });
  return (
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
  );
}

/** The code of the app, or a recovery code. A challenge that has run out leads back to the password. */
function FactorStep({ challengeId, back }: { readonly challengeId: string; readonly back: () => void }) {
  const { t } = useWords();
  const confirm = useMutation({
    mutationFn: ({ code }: { readonly code: string }) =>
      call<OperatorSession>("POST", "/v1/operator/sessions/second-factor", { body: { challengeId, code } }),
    onSuccess: enter,
  });
  return (
    <Form<{ code: string }> layout="vertical" requiredMark={false} onFinish={(given) => confirm.mutate(given)}>
      <p className="door-lead">{t("factor.lead")}</p>
      <Form.Item name="code" label={t("factor.code")} rules={[{ required: true, min: 6, message: t("factor.codeNeeded") }]}>
        <Input autoComplete="one-time-code" inputMode="text" size="large" autoFocus maxLength={20} />
      </Form.Item>
      {confirm.isError && (
        <div className="door-failure">
          <Failure error={confirm.error} />
        </div>
      )}
      <Button type="primary" htmlType="submit" size="large" block loading={confirm.isPending}>
        {t("factor.action")}
      </Button>
      <Button type="link" block onClick={back}>
        {t("factor.back")}
      </Button>
    </Form>
  );
}

/** Only places of our own: an address from outside must not send people elsewhere. */
function inside(next: string | null): string | undefined {
  return next !== null && /^\/(?![/\\])/.test(next) && !next.startsWith("/sign-in") ? next : undefined;
}
