/** Lays the OpenAPI document out. Plain and small: it runs in the reader's browser as it stands. */
export const pageScript = `
(async () => {
  const document_ = await (await fetch("/openapi.json")).json();
  const make = (tag, attributes, ...children) => {
    const node = Object.assign(document.createElement(tag), attributes);
    node.append(...children);
    return node;
  };
  const resolve = (schema) => schema && schema.$ref ? schema.$ref.split("/").slice(1).reduce((at, key) => at[key], document_) : schema;
  const sketch = (raw, depth) => {
    const schema = resolve(raw) || {};
    if (depth > 6) return "…";
    if (schema.const !== undefined) return JSON.stringify(schema.const);
    if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(" | ");
    const either = schema.anyOf || schema.oneOf;
    if (either) return either.map((one) => sketch(one, depth + 1)).join(" | ");
    if (schema.allOf) return schema.allOf.map((one) => sketch(one, depth + 1)).join(" & ");
    const pad = "  ".repeat(depth + 1);
    if (schema.properties) {
      const needed = new Set(schema.required || []);
      const lines = Object.entries(schema.properties).map(([name, one]) => pad + name + (needed.has(name) ? "" : "?") + ": " + sketch(one, depth + 1));
      return "{\\n" + lines.join("\\n") + "\\n" + "  ".repeat(depth) + "}";
    }
    if (schema.items) return "[" + sketch(schema.items, depth) + "]";
    const type = Array.isArray(schema.type) ? schema.type.join(" | ") : schema.type || "any";
    const range = [schema.minimum, schema.maximum].some((edge) => edge !== undefined) ? " " + (schema.minimum ?? "") + "…" + (schema.maximum ?? "") : "";
    return type + range;
  };
  const groups = new Map();
  for (const [path, item] of Object.entries(document_.paths)) {
    for (const [verb, call] of Object.entries(item)) {
      const tag = (call.tags || ["Other"])[0];
      groups.set(tag, [...(groups.get(tag) || []), { path, verb, call }]);
    }
  }
  const calls = document.getElementById("calls");
  const toc = document.getElementById("toc");
  calls.replaceChildren();
  for (const [tag, members] of groups) {
    calls.append(make("h2", { textContent: tag }));
    toc.append(make("h2", { textContent: tag }));
    for (const { path, verb, call } of members) {
      const id = verb + path.replace(/[^a-z0-9]+/gi, "-");
      toc.append(make("a", { href: "#" + id, textContent: call.summary || path }));
      const article = make("article", { id }, make("h3", { textContent: call.summary || path }),
        make("div", { className: "at" }, make("span", { className: "verb", textContent: verb }), path));
      const who = (call.security || []).flatMap((one) => Object.keys(one)).join(", ");
      article.append(make("p", { className: "soft", textContent: who ? "For: " + who : "For anyone" }));
      if (call.description) article.append(make("p", { textContent: call.description }));
      if (call.parameters?.length) {
        article.append(make("h4", { textContent: "Parameters" }));
        article.append(make("pre", { textContent: call.parameters.map((one) => one.in + " " + one.name + (one.required ? "" : "?") + ": " + sketch(one.schema, 0)).join("\\n") }));
      }
      const body = call.requestBody?.content?.["application/json"]?.schema;
      if (body) article.append(make("h4", { textContent: "Body" }), make("pre", { textContent: sketch(body, 0) }));
      for (const [status, reply] of Object.entries(call.responses || {})) {
        const schema = reply.content?.["application/json"]?.schema;
        article.append(make("h4", { textContent: status + (Number(status) < 400 ? "" : " " + (reply.description || "").replace(/\\s+/g, " ")) }));
        if (schema) article.append(make("pre", { textContent: sketch(schema, 0) }));
      }
      calls.append(article);
    }
  }
  if (location.hash) document.getElementById(location.hash.slice(1))?.scrollIntoView();
})();
`;
