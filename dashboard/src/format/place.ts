/** `CN/Shanghai/Pudong` as people say it; a country by its name in the language. */
export function placeText(place: string, language: string): string {
  const [country = "", region = "", city = ""] = place.split("/");
  return [...new Set([city, region].filter((name) => name !== "")), countryText(country, language)].join(", ");
}

function countryText(code: string, language: string): string {
  try {
    return new Intl.DisplayNames(language, { type: "region" }).of(code) ?? code;
  } catch {
    // `T1` is what the network calls Tor; no country has that code.
    return code;
  }
}
