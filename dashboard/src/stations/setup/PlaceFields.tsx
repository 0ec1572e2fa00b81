import { Form, Input } from "antd";
import { useWords } from "../../i18n/words.ts";
import { useStations } from "../../ui/home.ts";
import { Section } from "../../ui/Page.tsx";
import { PlaceMap } from "../map/PlaceMap.tsx";
import type { StationDraft } from "./draft.ts";

/** Where it is: the address as drivers read it, and a point that is typed or set on the map. */
export function PlaceFields({ own }: { readonly own: string }) {
  const { t } = useWords();
  const form = Form.useFormInstance<StationDraft>();
  const [lat, lng] = [Form.useWatch("lat", form) ?? "", Form.useWatch("lng", form) ?? ""];
  const others = [...useStations().values()].filter(({ stationId }) => stationId !== own);
  const place = isDegrees(lat, 90) && isDegrees(lng, 180) ? { lat: Number(lat), lng: Number(lng) } : null;
  const within = (most: number) => ({
    validator: async (_: unknown, text: string | undefined) => {
      if (!isDegrees(text ?? "", most)) throw new Error(t("setup.degreesRule", { most }));
    },
  });
  return (
    <Section title={t("setup.place")}>
      <Form.Item
        name="address"
        label={t("stations.address")}
        rules={[{ required: true, whitespace: true, max: 200, message: t("setup.addressRule") }]}
      >
        <Input autoComplete="off" maxLength={200} />
      </Form.Item>
      <div className="form-row">
        <Form.Item name="lat" label={t("setup.lat")} rules={[within(90)]}>
          <Input inputMode="decimal" className="num" autoComplete="off" placeholder="31.23970" />
        </Form.Item>
        <Form.Item name="lng" label={t("setup.lng")} rules={[within(180)]}>
          <Input inputMode="decimal" className="num" autoComplete="off" placeholder="121.49980" />
        </Form.Item>
      </div>
      <PlaceMap
        place={place}
        others={others}
        choose={(chosen) => {
          form.setFieldsValue({ lat: chosen.lat.toFixed(5), lng: chosen.lng.toFixed(5) });
          void form.validateFields(["lat", "lng"]).catch(() => undefined);
        }}
      />
      <p className="faint">{t("setup.placeHint")}</p>
    </Section>
  );
}

function isDegrees(text: string, most: number): boolean {
  return /^-?\d{1,3}(\.\d{1,10})?$/.test(text.trim()) && Math.abs(Number(text)) <= most;
}
