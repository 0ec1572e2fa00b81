import { DesktopOutlined, MoonOutlined, SunOutlined } from "@ant-design/icons";
import { Button, Dropdown } from "antd";
import { useWords } from "../i18n/words.ts";
import { modeChoices, useMode } from "../theme/mode.ts";

const icons = { system: <DesktopOutlined />, light: <SunOutlined />, dark: <MoonOutlined /> } as const;

/** Light, dark, or as the system is. */
export function ModeSwitch() {
  const { t } = useWords();
  const { mode, choice, choose } = useMode();
  return (
    <Dropdown
      trigger={["click"]}
      menu={{
        selectable: true,
        selectedKeys: [choice],
        items: modeChoices.map((key) => ({ key, icon: icons[key], label: t(`shell.mode.${key}`) })),
        onClick: ({ key }) => {
          const chosen = modeChoices.find((one) => one === key);
          if (chosen !== undefined) choose(chosen);
        },
      }}
    >
      <Button type="text" icon={icons[mode]} aria-label={t("shell.appearance")} title={t("shell.appearance")} />
    </Dropdown>
  );
}
