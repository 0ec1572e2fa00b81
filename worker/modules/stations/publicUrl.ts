/**
 * Whether a URL that somebody else has given us may be called: HTTPS, a host name (no address literal), the default port,
 * and no name that stands for this machine or a private network.
 */
export function isPublicHttps(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, port, username, password } = new URL(text);
  if (protocol !== "https:" || port !== "" || username !== "" || password !== "") return false;
  const isAddress = hostname.startsWith("[") || /^[\d.]+$/.test(hostname) || /^0x/i.test(hostname);
  const isLocal = !hostname.includes(".") || /(^|\.)(localhost|local|internal|lan|home|corp|test|example|invalid)$/i.test(hostname);
  return !isAddress && !isLocal;
}
