/** Domains whose names resolve to whatever address they spell, or to this machine. */
const POINTS_ANYWHERE =
  /(^|\.)(nip\.io|sslip\.io|xip\.io|traefik\.me|localtest\.me|lvh\.me|vcap\.me|lacolhost\.com|readme\.localtest\.me|1u\.ms|rbndr\.us)$/i;

/**
 * Whether a URL that somebody else has given us may be called: HTTPS, a host name (no address literal), the default port,
 * and no name that stands for this machine or a private network.
 */
export function isPublicHttps(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname: given, port, username, password } = new URL(text);
  // A name may end in a dot, which says that it is whole; it is the same name.
  const hostname = given.replace(/\.$/, "");
  if (protocol !== "https:" || port !== "" || username !== "" || password !== "") return false;
  const isAddress = hostname.startsWith("[") || /^[\d.]+$/.test(hostname) || /^0x/i.test(hostname);
  const isLocal = !hostname.includes(".") || /(^|\.)(localhost|local|internal|lan|home|corp|test|example|invalid)$/i.test(hostname);
  return !isAddress && !isLocal && !POINTS_ANYWHERE.test(hostname);
}
