import { useInfiniteQuery } from "@tanstack/react-query";
import { Button, Segmented, Table } from "antd";
import { type DeviceItem, devicesQuery } from "../api/devices.ts";
import { placeText } from "../format/place.ts";
import { time, zone } from "../format/time.ts";
import { plural } from "../i18n/plural.ts";
import { useWords } from "../i18n/words.ts";
import { Freshness } from "../ui/Freshness.tsx";
import { useFilters } from "../ui/filters.ts";
import { useRegion } from "../ui/home.ts";
import { useMedia } from "../ui/media.ts";
import { Nothing } from "../ui/Notices.tsx";
import { Page, Section } from "../ui/Page.tsx";
import { PagedList } from "../ui/PagedList.tsx";
import { Mark } from "../ui/State.tsx";
import { DeviceDrawer } from "./DeviceDrawer.tsx";

/** Devices that drivers have signed in on, and those that several share; which one is open stands in the address. */
export function DevicesPage() {
  const { t } = useWords();
  const filters = useFilters();
  const { timeZone } = useRegion(undefined);
  const isNarrow = useMedia("(max-width: 859px)");
  const isShared = filters.get("shared") === "true";
  const query = useInfiniteQuery(devicesQuery(isShared));
  const devices = query.data?.pages.flatMap(({ items }) => items) ?? [];
  const opened = filters.get("device");
  const open = (device: string) => filters.set({ device }, { replace: false });
  const List = isNarrow ? DeviceLines : DeviceTable;
  return (
    <Page
      title={t("menu.devices")}
      note={<Freshness at={query.data?.pages[0]?.asOf} timeZone={timeZone} isStale={query.isRefetchError} />}
      actions={
        <Button onClick={() => void query.refetch()} loading={query.isRefetching && !query.isFetchingNextPage}>
          {t("common.refresh")}
        </Button>
      }
    >
      <Section flush>
        <search className="filters">
          <Segmented
            value={isShared ? "shared" : "all"}
            options={(["all", "shared"] as const).map((value) => ({ value, label: t(`devices.which.${value}`) }))}
            onChange={(value) => filters.set({ shared: value === "shared" ? "true" : undefined })}
          />
        </search>
        <PagedList
          query={query}
          length={devices.length}
          rows={10}
          empty={
            <Nothing
              title={t(isShared ? "devices.noneShared" : "devices.empty")}
              hint={t(isShared ? "devices.noneSharedHint" : "devices.emptyHint")}
            />
          }
        >
          <List devices={devices} open={open} timeZone={timeZone} />
        </PagedList>
      </Section>
      {opened !== undefined && (
        <DeviceDrawer key={opened} device={opened} timeZone={timeZone} close={() => filters.set({ device: undefined })} />
      )}
    </Page>
  );
}

interface DeviceListProps {
  readonly devices: readonly DeviceItem[];
  readonly open: (device: string) => void;
  readonly timeZone: string;
}

/** How many have signed in on it; more than one wants a look. */
function Drivers({ n }: { readonly n: number }) {
  const { t } = useWords();
  return <Mark tone={n > 1 ? "attention" : "quiet"}>{plural(t, "devices.driversN", n)}</Mark>;
}

function DeviceTable({ devices, open, timeZone }: DeviceListProps) {
  const { t, language } = useWords();
  const at = (instant: string) => time(instant, timeZone, language, "minute");
  return (
    <Table<DeviceItem>
      size="small"
      rowKey="device"
      pagination={false}
      dataSource={devices}
      onRow={({ device }) => ({ onClick: () => open(device), className: "row-link" })}
      columns={[
        {
          title: t("devices.device"),
          key: "device",
          render: (_, { device, name }) => (
            <button type="button" className="cell-link" onClick={() => open(device)}>
              <span>{name === "" ? t("devices.unnamed") : name}</span>
              <code className="faint">{device}</code>
            </button>
          ),
        },
        { title: t("devices.drivers"), key: "drivers", width: 120, render: (_, { drivers }) => <Drivers n={drivers} /> },
        {
          title: t("devices.place"),
          key: "place",
          render: (_, { place }) => (place === null ? <span className="faint">–</span> : placeText(place, language)),
        },
        {
          title: `${t("devices.lastSeen")} (${zone(timeZone)})`,
          key: "last",
          width: 170,
          className: "num",
          render: (_, { lastSeenAt }) => at(lastSeenAt),
        },
        { title: t("devices.firstSeen"), key: "first", width: 140, className: "num", render: (_, { firstSeenAt }) => at(firstSeenAt) },
      ]}
    />
  );
}

function DeviceLines({ devices, open, timeZone }: DeviceListProps) {
  const { t, language } = useWords();
  return (
    <ul className="cards">
      {devices.map(({ device, name, drivers, place, lastSeenAt }) => (
        <li key={device}>
          <button type="button" className="card-link" onClick={() => open(device)}>
            <span className="card-row">
              <span className="strong">{name === "" ? t("devices.unnamed") : name}</span>
              <Drivers n={drivers} />
            </span>
            <span className="card-row faint">
              <span className="card-facts">
                <span className="num">{`${time(lastSeenAt, timeZone, language, "minute")} ${zone(timeZone, lastSeenAt)}`}</span>
                {place !== null && <span>{placeText(place, language)}</span>}
              </span>
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}
