import { LogoutOutlined, UserOutlined } from "@ant-design/icons";
import { useQueryClient } from "@tanstack/react-query";
import { Button, Dropdown } from "antd";
import { type Session, setSession } from "../api/session.ts";
import { useWords } from "../i18n/words.ts";

/** Who is signed in, in which role, and the way out. */
export function Account({ session }: { readonly session: Session }) {
  const { t, wordOf } = useWords();
  const client = useQueryClient();
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
          { key: "out", icon: <LogoutOutlined />, label: t("shell.signOut") },
        ],
        onClick: ({ key }) => {
          if (key !== "out") return;
          setSession(null);
          client.clear();
        },
      }}
    >
      <Button type="text" icon={<UserOutlined />} aria-label={t("shell.account", { email: session.email })} title={session.email} />
    </Dropdown>
  );
}
