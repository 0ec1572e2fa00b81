import { roles } from "@forecourt/contract/permissions";
import { Form, Input, Modal, Select } from "antd";
import { useCommand } from "../api/commands.ts";
import type { OperatorItem } from "../api/types.ts";
import { useWords } from "../i18n/words.ts";
import { useStations } from "../ui/home.ts";
import { Failure } from "../ui/Notices.tsx";
import type { Link } from "./LinkOnce.tsx";

interface Terms {
  readonly email?: string;
  readonly name: string;
  readonly role: string;
  readonly stations?: readonly string[];
  readonly reason?: string;
}

interface OperatorFormProps {
  /** Null: invites somebody. */
  readonly operator: OperatorItem | null;
  readonly close: () => void;
  readonly invited: (link: Link) => void;
}

/** Invites an operator, or changes what one is called, is, and is limited to. */
export function OperatorForm({ operator, close, invited }: OperatorFormProps) {
  const { t, wordOf, nameOf } = useWords();
  const [form] = Form.useForm<Terms>();
  const stations = useStations();
  const send = useCommand<Link | undefined>([["operators"]]);
  const role = Form.useWatch("role", form);
  const submit = ({ email, reason, stations: chosen = [], ...terms }: Terms) => {
    const body = { ...terms, stations: terms.role === "station_manager" ? chosen : null };
    const command =
      operator === null
        ? ({ method: "POST", path: "/v1/operator/operators", body: { ...body, email } } as const)
        : ({ method: "PUT", path: `/v1/operator/operators/${operator.operatorId}`, body, reason } as const);
    send.mutate(command, {
      onSuccess: (reply) => {
        if (reply !== undefined) invited(reply);
        close();
      },
    });
  };
  return (
    <Modal
      open
      title={t(operator === null ? "operators.invite" : "operators.edit")}
      onCancel={close}
      onOk={() => form.submit()}
      okText={t(operator === null ? "operators.sendInvite" : "operators.save")}
      cancelText={t("common.cancel")}
      confirmLoading={send.isPending}
    >
      <Form<Terms>
        form={form}
        layout="vertical"
        requiredMark={false}
        onFinish={submit}
        initialValues={
          operator === null ? { role: "support" } : { name: operator.name, role: operator.role, stations: operator.stations ?? [] }
        }
      >
        {operator === null && (
          <Form.Item
            name="email"
            label={t("operators.email")}
            rules={[{ required: true, type: "email", message: t("operators.emailNeeded") }]}
          >
            <Input type="email" autoFocus />
          </Form.Item>
        )}
        <Form.Item
          name="name"
          label={t("operators.name")}
          rules={[{ required: true, whitespace: true, message: t("operators.nameNeeded") }]}
        >
          <Input maxLength={60} />
        </Form.Item>
        <Form.Item name="role" label={t("operators.role")}>
          <Select options={roles.map((value) => ({ value, label: wordOf("roles", value) }))} />
        </Form.Item>
        {role === "station_manager" && (
          <Form.Item name="stations" label={t("operators.stations")} extra={t("operators.stationsHint")}>
            <Select
              mode="multiple"
              showSearch={{ optionFilterProp: "label" }}
              options={[...stations.values()].map(({ stationId, names }) => ({ value: stationId, label: nameOf(names) }))}
            />
          </Form.Item>
        )}
        {operator !== null && (
          <Form.Item name="reason" label={t("operators.reason")} extra={t("operators.reasonHint")}>
            <Input maxLength={300} />
          </Form.Item>
        )}
      </Form>
      {send.isError && <Failure error={send.error} />}
    </Modal>
  );
}
