import type { Builtin, Node } from "./builtin.ts";

const textProperties = {
  value: String,
  type: { type: String, value: "text" },
  password: Boolean,
  placeholder: String,
  placeholderClass: String,
  placeholderStyle: String,
  disabled: Boolean,
  maxlength: { type: Number, value: 140 },
  focus: Boolean,
  autoFocus: Boolean,
  confirmType: String,
  name: String,
  ariaLabel: String,
};

const inputModes: Readonly<Record<string, string>> = { number: "numeric", digit: "decimal", idcard: "text" };

/** Shared by `input` and `textarea`: the browser's own field inside the host, its events told in WeChat's words. */
function textField(node: Node, field: HTMLInputElement | HTMLTextAreaElement): (name: string, value: unknown) => void {
  const { host, emit } = node;
  const quiet = (type: string, handle: (event: Event) => void) =>
    field.addEventListener(type, (event) => {
      event.stopPropagation();
      handle(event);
    });
  quiet("input", () => {
    node.set("value", field.value);
    emit("input", { value: field.value, cursor: field.selectionStart ?? field.value.length, keyCode: 0 });
  });
  quiet("change", () => emit("change", { value: field.value }));
  quiet("focus", () => emit("focus", { value: field.value, height: 0 }));
  quiet("blur", () => emit("blur", { value: field.value }));
  quiet("keydown", (event) => {
    if (field instanceof HTMLInputElement && (event as KeyboardEvent).key === "Enter") emit("confirm", { value: field.value });
  });
  host.prepend(field);
  return (name, value) => {
    if (name === "value" && field.value !== String(value ?? "")) field.value = String(value ?? "");
    if (name === "placeholder") field.placeholder = String(value ?? "");
    if (name === "disabled") field.disabled = value === true;
    if (name === "maxlength") field.maxLength = Number(value) < 0 ? 524_288 : Number(value);
    if (name === "name") field.name = String(value ?? "");
    if (name === "ariaLabel" && value) field.setAttribute("aria-label", String(value));
    if (name === "type") field.inputMode = inputModes[String(value)] ?? "text";
    if (name === "password" && field instanceof HTMLInputElement) field.type = value === true ? "password" : "text";
    if ((name === "focus" || name === "autoFocus") && value === true) field.focus();
  };
}

export const input: Builtin = { properties: textProperties, setup: (node) => textField(node, document.createElement("input")) };

export const textarea: Builtin = {
  properties: { ...textProperties, autoHeight: Boolean },
  setup: (node) => textField(node, document.createElement("textarea")),
};

/** A switch, checkbox or radio: a host with a role that a tap or a key turns. */
function toggle(
  node: Node,
  role: "switch" | "checkbox" | "radio",
  change: (checked: boolean) => void,
): (name: string, value: unknown) => void {
  const { host, data } = node;
  host.setAttribute("role", role);
  host.tabIndex = 0;
  const flip = () => {
    if (data.disabled === true || (role === "radio" && data.checked === true)) return;
    node.set("checked", data.checked !== true);
    change(data.checked === true);
  };
  host.addEventListener("click", flip);
  host.addEventListener("keydown", (event) => {
    if (event.key === " " || event.key === "Enter") flip();
  });
  return (name, value) => {
    if (name === "checked") host.setAttribute("aria-checked", String(value === true));
    if (name === "disabled") host.setAttribute("aria-disabled", String(value === true));
    if (name === "value") host.dataset.value = String(value ?? "");
  };
}

const toggleProperties = { checked: Boolean, disabled: Boolean, value: String, color: String, name: String };

export const switchBox: Builtin = {
  properties: toggleProperties,
  setup: (node) => toggle(node, "switch", (value) => node.emit("change", { value })),
};

/** A change of a box or a radio is told to the group around it. */
const tellGroup = (node: Node) => () =>
  node.host.closest("wx-checkbox-group, wx-radio-group")?.dispatchEvent(new CustomEvent("preview-change"));

export const checkbox: Builtin = { properties: toggleProperties, setup: (node) => toggle(node, "checkbox", tellGroup(node)) };

export const radio: Builtin = {
  properties: toggleProperties,
  setup: (node) => {
    const update = toggle(node, "radio", tellGroup(node));
    node.host.addEventListener("preview-uncheck", () => node.set("checked", false));
    node.host.addEventListener("click", () => {
      for (const other of node.host.closest("wx-radio-group")?.querySelectorAll("wx-radio") ?? []) {
        if (other !== node.host) other.dispatchEvent(new CustomEvent("preview-uncheck"));
      }
    });
    return update;
  },
};

const checkedValues = (host: HTMLElement, tag: string) =>
  [...host.querySelectorAll<HTMLElement>(`${tag}[aria-checked=true]`)].map((one) => one.dataset.value ?? "");

export const checkboxGroup: Builtin = {
  properties: { name: String },
  setup({ host, emit }) {
    host.addEventListener("preview-change", () => emit("change", { value: checkedValues(host, "wx-checkbox") }));
    return () => {};
  },
};

export const radioGroup: Builtin = {
  properties: { name: String },
  setup({ host, emit }) {
    host.setAttribute("role", "radiogroup");
    host.addEventListener("preview-change", () => emit("change", { value: checkedValues(host, "wx-radio")[0] ?? "" }));
    return () => {};
  },
};

export const slider: Builtin = {
  properties: {
    min: Number,
    max: { type: Number, value: 100 },
    step: { type: Number, value: 1 },
    value: Number,
    disabled: Boolean,
    name: String,
  },
  setup({ host, emit, set }) {
    const field = document.createElement("input");
    field.type = "range";
    const tell = (type: "change" | "changing") => (event: Event) => {
      event.stopPropagation();
      set("value", Number(field.value));
      emit(type, { value: Number(field.value) });
    };
    field.addEventListener("input", tell("changing"));
    field.addEventListener("change", tell("change"));
    host.prepend(field);
    return (name, value) => {
      if (name === "disabled") field.disabled = value === true;
      else if (name === "name") field.name = String(value ?? "");
      else field.setAttribute(name, String(value ?? ""));
      if (name === "value") field.value = String(value ?? 0);
    };
  },
};

export const form: Builtin = {
  properties: { reportSubmit: Boolean },
  setup({ host, emit }) {
    const values = () =>
      Object.fromEntries(
        [...host.querySelectorAll<HTMLInputElement>("input[name], textarea[name]")]
          .map((field) => [field.name, field.value] as const)
          .filter(([name]) => name !== ""),
      );
    host.addEventListener("preview-submit", () => emit("submit", { value: values() }));
    host.addEventListener("preview-reset", () => emit("reset"));
    return () => {};
  },
};
