import { App, Button, Form, Input } from "antd";
import { useState } from "react";
import { useCommand } from "../api/commands.ts";
import { type DriverDetail, driverPath } from "../api/people.ts";
import { time } from "../format/time.ts";
import { useWords } from "../i18n/words.ts";
import { Figure } from "../ui/Figure.tsx";
import { Failure, NeedsYou, Nothing } from "../ui/Notices.tsx";
import { Section } from "../ui/Page.tsx";
import { Permit } from "../ui/Permit.tsx";

interface DriverWalletProps {
  readonly driver: DriverDetail;
  readonly timeZone: string;
}

/** Balances as they are this moment, whether the wallet is frozen and by whom, and the way to change that. */
export function DriverWallet({ driver, timeZone }: DriverWalletProps) {
  const { t, language } = useWords();
  const [isAsking, setAsking] = useState(false);
  const { wallet, driverId } = driver;
  if (wallet === null) {
    return (
      <Section title={t("driver.wallet")}>
        <Nothing compact title={t("driver.noWallet")} hint={t("driver.noWalletHint")} />
      </Section>
    );
  }
  const { currency, freezes } = wallet;
  const isFrozenByUs = freezes.some(({ kind }) => kind === "operator");
  const figures = [
    ["driver.available", wallet.availableMinor],
    ["common.principal", wallet.principalMinor],
    ["common.bonus", wallet.bonusMinor],
    ["driver.reserved", wallet.reservedMinor],
    ["common.debt", wallet.debtMinor],
  ] as const;
  return (
    <Section
      title={t("driver.wallet")}
      extra={
        <Permit to="wallets.freeze">
          {!isAsking && (
            <Button size="small" danger={!isFrozenByUs} onClick={() => setAsking(true)}>
              {t(isFrozenByUs ? "driver.release" : "driver.freeze")}
            </Button>
          )}
        </Permit>
      }
    >
      <div className="wallet-figures">
        {figures.map(([word, value], index) => (
          <div key={word}>
            <div className="faint">{t(word)}</div>
            <Figure
              value={value}
              of={{ kind: "money", currency }}
              size={index === 0 ? "figure" : "title"}
              tone={word === "common.debt" && value > 0 ? "red" : "ink"}
            />
          </div>
        ))}
      </div>
      {freezes.map(({ kind, reason, operator, at }) => (
        <NeedsYou key={kind}>
          {t(`driver.frozenBy.${kind}`, { who: operator ?? "", reason })}
          <span className="faint num">{` · ${time(at, timeZone, language, "minute")}`}</span>
        </NeedsYou>
      ))}
      {isAsking && <FreezeForm driverId={driverId} release={isFrozenByUs} close={() => setAsking(false)} />}
    </Section>
  );
}

function FreezeForm({ driverId, release, close }: { readonly driverId: string; readonly release: boolean; readonly close: () => void }) {
  const { t } = useWords();
  const { message } = App.useApp();
  const command = useCommand<DriverDetail>([["driver", driverId], ["drivers"]]);
  const send = (body: { readonly reason: string }) =>
    command.mutate(
      { method: "POST", path: driverPath(driverId, release ? "/release" : "/freeze"), body },
      {
        onSuccess: () => {
          void message.success(t(release ? "driver.releasedDone" : "driver.frozenDone"));
          close();
        },
      },
    );
  return (
    <Form<{ reason: string }> layout="vertical" requiredMark={false} className="inline-form" onFinish={send}>
      <p className="soft">{t(release ? "driver.releaseHint" : "driver.freezeHint")}</p>
      <Form.Item
        name="reason"
        label={t("driver.reason")}
        rules={[{ required: true, whitespace: true, min: 3, max: 500, message: t("driver.reasonRule") }]}
      >
        <Input autoFocus autoComplete="off" />
      </Form.Item>
      {command.isError && <Failure error={command.error} />}
      <div className="form-actions">
        <Button type="primary" danger={!release} htmlType="submit" loading={command.isPending}>
          {t(release ? "driver.release" : "driver.freeze")}
        </Button>
        <Button onClick={close}>{t("common.cancel")}</Button>
      </div>
    </Form>
  );
}
