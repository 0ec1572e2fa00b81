import { useQuery } from "@tanstack/react-query";
import { App, Button, Input, Modal } from "antd";
import { useState } from "react";
import { Link } from "react-router";
import { useCommand } from "../api/commands.ts";
import { sessionsQuery } from "../api/devices.ts";
import { driverPath } from "../api/people.ts";
import { placeText } from "../format/place.ts";
import { time, zone } from "../format/time.ts";
import { plural } from "../i18n/plural.ts";
import { useWords } from "../i18n/words.ts";
import { Failure } from "../ui/Notices.tsx";
import { Section } from "../ui/Page.tsx";
import { useMay } from "../ui/Permit.tsx";
import { Mark } from "../ui/State.tsx";

interface DriverSessionsProps {
  readonly driverId: string;
  readonly timeZone: string;
}

/** What an operator is about to do: end a session, or all of them; or let the driver begin anew with what they confirm with. */
type Asked = "reset" | { readonly end: string };

/** Where a driver is signed in, which ends with a word; and the devices that they have been on. */
export function DriverSessions({ driverId, timeZone }: DriverSessionsProps) {
  const { t, language } = useWords();
  const mayEnd = useMay("sessions.end");
  const mayReset = useMay("confirmations.reset");
  const [asking, setAsking] = useState<Asked | null>(null);
  const { data, isError, error, refetch } = useQuery(sessionsQuery(driverId));
  const at = (instant: string) => `${time(instant, timeZone, language, "minute")} ${zone(timeZone, instant)}`;
  const nameOf = (name: string) => (name === "" ? t("devices.unnamed") : name);
  const sessions = data?.sessions ?? [];
  return (
    <Section
      title={t("devices.sessions")}
      extra={
        <>
          {mayReset && (
            <Button size="small" onClick={() => setAsking("reset")}>
              {t("devices.reset")}
            </Button>
          )}
          {mayEnd && sessions.length > 0 && (
            <Button size="small" onClick={() => setAsking({ end: "all" })}>
              {t("devices.endAll")}
            </Button>
          )}
        </>
      }
    >
      {data === undefined && isError && <Failure error={error} retry={() => void refetch()} />}
      {data?.sessions.length === 0 && <p className="faint">{t("devices.noSessions")}</p>}
      <ul aria-label={t("devices.sessions")}>
        {sessions.map(({ sessionId, deviceName, place, seenAt }) => (
          <li key={sessionId} className="line">
            <span className="line-main">
              <span className="strong">{nameOf(deviceName)}</span>
              <span className="line-facts">
                <span className="num">{at(seenAt)}</span>
                {place !== null && <span>{placeText(place, language)}</span>}
              </span>
            </span>
            {mayEnd && (
              <Button size="small" aria-label={`${t("devices.end")}: ${nameOf(deviceName)}`} onClick={() => setAsking({ end: sessionId })}>
                {t("devices.end")}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {data !== undefined && data.devices.length > 0 && (
        <>
          <h3>{t("devices.known")}</h3>
          <ul aria-label={t("devices.known")}>
            {data.devices.map(({ device, name, drivers, place, lastSeenAt }) => (
              <li key={device} className="line">
                <span className="line-main">
                  <Link to={`/devices?device=${device}`}>{nameOf(name)}</Link>
                  <span className="line-facts">
                    <span className="num">{at(lastSeenAt)}</span>
                    {place !== null && <span>{placeText(place, language)}</span>}
                  </span>
                </span>
                {drivers > 1 && <Mark tone="attention">{plural(t, "devices.driversN", drivers)}</Mark>}
              </li>
            ))}
          </ul>
        </>
      )}
      {asking !== null && <AskModal driverId={driverId} asked={asking} close={() => setAsking(null)} />}
    </Section>
  );
}

interface AskModalProps {
  readonly driverId: string;
  readonly asked: Asked;
  readonly close: () => void;
}

/** Asks once more, and why: the reason goes into the audit log. */
function AskModal({ driverId, asked, close }: AskModalProps) {
  const { t } = useWords();
  const { message } = App.useApp();
  const [reason, setReason] = useState("");
  const command = useCommand<unknown>([["driver", driverId]]);
  const isReset = asked === "reset";
  const title = isReset ? t("devices.reset") : t(asked.end === "all" ? "devices.endAll" : "devices.end");
  const path = isReset ? "/confirmation-methods/reset" : `/sessions/${asked.end}/end`;
  const carryOut = () =>
    command.mutate(
      { method: "POST", path: driverPath(driverId, path), body: { reason: reason.trim() } },
      {
        onSuccess: () => {
          void message.success(t(isReset ? "devices.resetDone" : "devices.ended"));
          close();
        },
      },
    );
  return (
    <Modal
      open
      title={title}
      onCancel={close}
      onOk={carryOut}
      okText={title}
      cancelText={t("common.cancel")}
      okButtonProps={{ danger: true, disabled: reason.trim().length < 3 }}
      confirmLoading={command.isPending}
    >
      <p>{t(isReset ? "devices.resetHint" : "devices.endHint")}</p>
      <Input.TextArea
        rows={2}
        maxLength={300}
        aria-label={t(isReset ? "devices.checked" : "devices.reason")}
        placeholder={t(isReset ? "devices.checkedHint" : "devices.reasonHint")}
        value={reason}
        onChange={({ target }) => setReason(target.value)}
      />
      {command.isError && <Failure error={command.error} />}
    </Modal>
  );
}
