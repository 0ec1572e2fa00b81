import { Form, Input } from "antd";
import { languages } from "../i18n/languages.ts";
import { useWords } from "../i18n/words.ts";

/** A name in each of the product's languages. */
export function NameFields() {
  const { t } = useWords();
  return (
    <div className="form-row">
      {Object.entries(languages).map(([language, label]) => (
        <Form.Item
          key={language}
          name={["names", language]}
          label={t("catalog.nameIn", { language: label })}
          rules={[{ required: true, max: 60, message: t("catalog.nameRule") }]}
        >
          <Input autoComplete="off" lang={language} />
        </Form.Item>
      ))}
    </div>
  );
}
