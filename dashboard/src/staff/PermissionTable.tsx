import { CheckOutlined, MinusOutlined } from "@ant-design/icons";
import { may, permissions, roles } from "@forecourt/contract/permissions";
import { useWords } from "../i18n/words.ts";
import { Section } from "../ui/Page.tsx";

/** The table that decides, as it is: no other is kept. */
export function PermissionTable() {
  const { t, wordOf } = useWords();
  return (
    <Section title={t("operators.table")} flush>
      <p className="faint pad">{t("operators.tableHint")}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
      <section className="staff-table-wrap" tabIndex={0} aria-label={t("operators.permission")}>
        <table className="staff-table">
          <thead>
            <tr>
              <th scope="col">{t("operators.permission")}</th>
              {roles.map((role) => (
                <th key={role} scope="col">
                  {wordOf("roles", role)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {permissions.map((permission) => (
              <tr key={permission}>
                <th scope="row">
                  <span className="two-lines">
                    <span>{t(`permissions.${permission}`, { defaultValue: permission })}</span>
                    <code className="faint">{permission}</code>
                  </span>
                </th>
                {roles.map((role) => (
                  <td key={role}>
                    {may(role, permission) ? (
                      <CheckOutlined className="staff-may" aria-label={t("operators.granted")} />
                    ) : (
                      <MinusOutlined className="faint" aria-label={t("operators.refused")} />
                    )}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </Section>
  );
}
