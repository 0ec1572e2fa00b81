import { LogoutOutlined, SafetyOutlined, UserOutlined } from "@ant-design/icons";
import { Button, Dropdown } from "antd";
import { Link } from "react-router";
import { call } from "../api/client.ts";
import { type Session, setSession } from "../api/session.ts";
import { useWords } from "../i18n/words.ts";

/** Who is signed in, in which role, and the way out. */
export function Account({ session }: { readonly session: Session }) {
  const { t, wordOf } = useWords();
  return (
    <Dropdown
      trigger={["click"]}
      menu={{
        items: [
          {
            key: "who",
            disabled: true,
            label: (
              <span className="account-who">
                <strong>{session.email}</strong>
                <span>{wordOf("roles", session.role)}</span>
              </span>
            ),
          },
          { type: "divider" },
          { key: "security", icon: <SafetyOutlined />, label: <Link to="/security">{t("shell.security")}</Link> },
          { key: "out", icon: <LogoutOutlined />, label: t("shell.signOut") },
        ],
        onClick: ({ key }) => {
          if (key !== "out") return;
          // Ended at the server too, so that a token that was copied is worth nothing; if it can't be reached, here at least.
          void call("DELETE", "/v1/operator/sessions").catch(() => undefined);
          setSession(null);
        },
      }}
    >
      <Button type="text" icon={<UserOutlined />} aria-label={t("shell.account", { email: session.email })} title={session.email} />
    </Dropdown>
  );
}
