import { useMutation } from "@tanstack/react-query";
import { Button, Form, Input, Result } from "antd";
import { useState } from "react";
import { Link } from "react-router";
import { call } from "../api/client.ts";
import { useWords } from "../i18n/words.ts";
import { Door } from "../shell/Door.tsx";
import { Failure } from "../ui/Notices.tsx";

interface Chosen {
  readonly password: string;
  readonly again: string;
}

/** Where an invitation's link leads. The token is in the fragment, which no server and no log sees. */
export function InvitationPage() {
  const { t } = useWords();
  const [token] = useState(() => location.hash.slice(1));
  const accept = useMutation({
    mutationFn: ({ password }: Chosen) => call<{ email: string }>("POST", "/v1/operator/invitations/accept", { body: { token, password } }),
    // Out of the address, and so out of the history of whoever uses this browser next.
    onSuccess: () => history.replaceState(null, "", location.pathname),
  });
  if (accept.isSuccess) {
    return (
      <Door title={t("invitation.done")} lead={t("signIn.lead")}>
        <Result
          status="success"
          title={t("invitation.done")}
          subTitle={t("invitation.doneHint", { email: accept.data.email })}
          extra={
            <Link to="/sign-in">
              <Button type="primary">{t("invitation.toSignIn")}</Button>
            </Link>
          }
        />
      </Door>
    );
  }
  return (
    <Door title={t("invitation.title")} lead={t("invitation.title")}>
      <Form<Chosen> layout="vertical" requiredMark={false} onFinish={(chosen) => accept.mutate(chosen)}>
        <p className="door-lead">{t("invitation.lead")}</p>
        <Form.Item name="password" label={t("invitation.password")} rules={[{ required: true, min: 12, message: t("invitation.short") }]}>
          <Input.Password autoComplete="new-password" size="large" autoFocus />
        </Form.Item>
        <Form.Item
          name="again"
          label={t("invitation.again")}
          dependencies={["password"]}
          rules={[
            ({ getFieldValue }) => ({
              validator: (_, value) =>
                value === getFieldValue("password") ? Promise.resolve() : Promise.reject(new Error(t("invitation.differs"))),
            }),
          ]}
        >
          <Input.Password autoComplete="new-password" size="large" />
        </Form.Item>
        {accept.isError && (
          <div className="door-failure">
            <Failure error={accept.error} />
          </div>
        )}
        <Button type="primary" htmlType="submit" size="large" block loading={accept.isPending}>
          {t("invitation.action")}
        </Button>
      </Form>
    </Door>
  );
}
