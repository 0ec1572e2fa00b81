/** What something was done to, as the trail names it: `<kind>/<id>`; an id may have slashes of its own. */
export interface Subject {
  readonly kind: string;
  readonly id: string;
}

export function subjectOf(text: string): Subject {
  const slash = text.indexOf("/");
  return slash < 0 ? { kind: text, id: "" } : { kind: text.slice(0, slash), id: text.slice(slash + 1) };
}

/** The page about a subject, where there is one. */
export function pageOfSubject({ kind, id }: Subject): string | null {
  switch (kind) {
    case "station":
      return `/stations/${id}`;
    // A driver's protection is named after the driver.
    case "account":
    case "security":
      return `/drivers/${id}`;
    case "wallet":
      return `/drivers?q=${id}`;
    case "case":
      return `/reconciliation?case=${id}`;
    case "bill":
      return "/reconciliation";
    case "bank-transfers":
      return "/refunds/transfers?state=bank_exported";
    case "rules":
      return "/risk/rules";
    case "catalog":
      return "/catalog";
    case "operator":
      return "/operators";
    case "export":
      return "/exports";
    case "platform":
      return "/operations";
    default:
      return null;
  }
}

/** Kinds by how their ids begin. */
const kinds: Readonly<Record<string, string>> = { drv: "account", wal: "wallet", opr: "operator", exp: "export", bat: "bank-transfers" };

/** A subject for what somebody has at hand: the whole name, an id that says its kind, or a station's. */
export function subjectFor(typed: string): string {
  const text = typed.trim();
  if (text === "" || text.includes("/")) return text;
  const kind = kinds[text.split("_")[0] ?? ""];
  return kind !== undefined && text.includes("_") ? `${kind}/${text}` : `station/${text}`;
}
