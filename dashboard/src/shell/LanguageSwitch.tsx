import { GlobalOutlined } from "@ant-design/icons";
import { Button, Dropdown } from "antd";
import { chooseLanguage } from "../i18n/index.ts";
import { isLanguage, languages } from "../i18n/languages.ts";
import { useWords } from "../i18n/words.ts";

/** The language of the pages; each is named in itself. */
export function LanguageSwitch() {
  const { t, language } = useWords();
  return (
    <Dropdown
      trigger={["click"]}
      menu={{
        selectable: true,
        selectedKeys: [language],
        items: Object.entries(languages).map(([key, label]) => ({ key, label: <span lang={key}>{label}</span> })),
        onClick: ({ key }) => {
          if (isLanguage(key)) void chooseLanguage(key);
        },
      }}
    >
      <Button type="text" icon={<GlobalOutlined />} aria-label={t("shell.language")} title={t("shell.language")} />
    </Dropdown>
  );
}
