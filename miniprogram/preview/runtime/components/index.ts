import type { glassEasel } from "../glass.ts";
import { button, canvas, image, navigator, pageMeta, progress } from "./basic.ts";
import { type Builtin, defineBuiltin } from "./builtin.ts";
import { picker, scrollView, swiper } from "./containers.ts";
import { checkbox, checkboxGroup, form, input, radio, radioGroup, slider, switchBox, textarea } from "./fields.ts";
import { map } from "./map.ts";
import { webView } from "./webView.ts";

/** The elements with a life of their own. `view`, `text`, `label` and the like are plain elements. */
const builtins: Readonly<Record<string, Builtin>> = {
  image,
  "cover-image": image,
  button,
  navigator,
  progress,
  "page-meta": pageMeta,
  map,
  canvas,
  input,
  textarea,
  switch: switchBox,
  checkbox,
  "checkbox-group": checkboxGroup,
  radio,
  "radio-group": radioGroup,
  slider,
  form,
  "scroll-view": scrollView,
  swiper,
  picker,
  "web-view": webView,
};

export function registerBuiltins(space: InstanceType<typeof glassEasel.ComponentSpace>): void {
  for (const [tag, builtin] of Object.entries(builtins)) defineBuiltin(space, tag, builtin);
}
