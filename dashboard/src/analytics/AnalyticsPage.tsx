import { Tabs } from "antd";
import { useWords } from "../i18n/words.ts";
import { RangePicker } from "../ranges/RangePicker.tsx";
import { useRange } from "../ranges/useRange.ts";
import { Page } from "../ui/Page.tsx";
import { DriversTab } from "./DriversTab.tsx";
import { HabitsTab } from "./HabitsTab.tsx";
import { PaymentsTab } from "./PaymentsTab.tsx";

const tabs = ["drivers", "habits", "payments"] as const;

/** Who the drivers are, what they do, and how they pay; over any range. */
export function AnalyticsPage() {
  const { t } = useWords();
  const chosen = useRange("30d");
  const { filters } = chosen;
  const tab = tabs.find((one) => one === filters.get("tab")) ?? "drivers";
  return (
    <Page title={t("menu.analytics")} actions={<RangePicker chosen={chosen} />}>
      <Tabs
        className="tabs"
        activeKey={tab}
        onChange={(next) => filters.set({ tab: next === "drivers" ? undefined : next })}
        destroyOnHidden
        items={[
          { key: "drivers", label: t("analytics.tabs.drivers"), children: <DriversTab chosen={chosen} /> },
          { key: "habits", label: t("analytics.tabs.habits"), children: <HabitsTab chosen={chosen} /> },
          { key: "payments", label: t("analytics.tabs.payments"), children: <PaymentsTab chosen={chosen} /> },
        ]}
      />
    </Page>
  );
}
