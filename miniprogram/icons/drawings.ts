/** Our own line drawings, on a 24-unit grid; what stands inside the `svg` element. */
export const drawings = {
  home: '<path d="M4 11 12 4l8 7v8a1 1 0 0 1-1 1h-4v-6H9v6H5a1 1 0 0 1-1-1z"/>',
  pump: '<path d="M5 20V5a1 1 0 0 1 1-1h7a1 1 0 0 1 1 1v15M3 20h13M5 11h9M14 12h2a1 1 0 0 1 1 1v3.5a1.5 1.5 0 0 0 3 0V9l-3-3"/>',
  qr: '<path d="M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM14 14h2v2h-2zM18 18h2v2h-2zM18 14h2M14 18v2"/>',
  orders: '<path d="M6 3h12v18l-3-2-3 2-3-2-3 2zM9 8h6M9 12h6"/>',
  me: '<circle cx="12" cy="8" r="4"/><path d="M4 20c1-4 4-6 8-6s7 2 8 6"/>',
  scan: '<path d="M4 8V5a1 1 0 0 1 1-1h3M16 4h3a1 1 0 0 1 1 1v3M20 16v3a1 1 0 0 1-1 1h-3M8 20H5a1 1 0 0 1-1-1v-3M4 12h16"/>',
  wallet: '<path d="M4 7a2 2 0 0 1 2-2h11v3M4 7v10a2 2 0 0 0 2 2h13a1 1 0 0 0 1-1V9a1 1 0 0 0-1-1H5a1 1 0 0 1-1-1zM16 13.5h.5"/>',
  plus: '<path d="M12 5v14M5 12h14"/>',
  "chevron-right": '<path d="m9 5 7 7-7 7"/>',
  close: '<path d="m6 6 12 12M18 6 6 18"/>',
  check: '<path d="m5 12.5 4.5 4.5L19 7.5"/>',
  location: '<path d="M12 21c4-4.5 6.5-8 6.5-11a6.5 6.5 0 0 0-13 0c0 3 2.5 6.5 6.5 11z"/><circle cx="12" cy="10" r="2.25"/>',
  offline: '<path d="M3 3l18 18M5 12.500a10 10 0 0 1 4-2.400M12.5 9.600a10 10 0 0 1 6.5 2.900M8.5 16a5 5 0 0 1 5-1.200M12 19.500h.01"/>',
  alert: '<path d="M12 4 3 20h18zM12 10v4.500M12 17.300v.01"/>',
  clock: '<circle cx="12" cy="12" r="8.5"/><path d="M12 7v5l3.5 2"/>',
  language:
    '<circle cx="12" cy="12" r="8.5"/><path d="M3.5 12h17M12 3.500c2.5 2.5 3.5 5.5 3.5 8.500s-1 6-3.5 8.500c-2.5-2.5-3.5-5.5-3.5-8.500s1-6 3.5-8.500z"/>',
  moon: '<path d="M19.5 14.500A8 8 0 0 1 9.5 4.500a8 8 0 1 0 10 10z"/>',
  text: '<path d="M3 19 8.5 5 14 19M5 14.500h7M15 19l3-8 3 8M16 16.500h4"/>',
  shield: '<path d="M12 3.5 5 6v5.500c0 4.5 3 7.5 7 9 4-1.5 7-4.5 7-9V6zM9 12l2.2 2.200L15 10"/>',
  car: '<path d="M4 16v-4l2-5.500a2 2 0 0 1 1.900-1.500h8.200a2 2 0 0 1 1.900 1.500l2 5.500v4M4 16h16M4 16v2.500h3V16M17 16v2.500h3V16M4.500 11.500h15M7.500 13.800h.01M16.500 13.800h.01"/>',
  map: '<path d="M9 5 4 7v12l5-2 6 2 5-2V5l-5 2zM9 5v12M15 7v12"/>',
  list: '<path d="M8 6h12M8 12h12M8 18h12M4 6h.01M4 12h.01M4 18h.01"/>',
  route: '<circle cx="6" cy="18" r="2"/><circle cx="18" cy="6" r="2"/><path d="M8 18h7a3.5 3.5 0 0 0 0-7H9a3.5 3.5 0 0 1 0-7h7"/>',
  card: '<path d="M4 6h16a1 1 0 0 1 1 1v10a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1V7a1 1 0 0 1 1-1zM13.500 10.500H18M13.500 13.500H17M6 15.500c.3-1.500 1.300-2.200 2.500-2.200s2.200.7 2.500 2.200"/><circle cx="8.500" cy="10.500" r="1.500"/>',
  coupon:
    '<path d="M4 6h16a1 1 0 0 1 1 1v3a2 2 0 0 0 0 4v3a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1v-3a2 2 0 0 0 0-4V7a1 1 0 0 1 1-1zM14 6v2.500M14 11v2M14 15.500V18"/>',
  finger:
    '<path d="M12 11v3.500c0 2.500-.5 4.500-1.500 6M8.500 19.500c1-1.500 1.200-3 1.200-5V12a2.300 2.300 0 0 1 4.600 0v2.500c0 2-.2 4-.8 5.800M5.800 17.500c.8-1.300 1-2.800 1-5V12a5.200 5.200 0 0 1 10.400 0v2.500c0 1.500-.1 2.800-.3 4M4.500 12.500V12A7.500 7.500 0 0 1 15 5.100M18 7.500a7.400 7.400 0 0 1 1.500 4.500v2.500"/>',
} as const satisfies Readonly<Record<string, string>>;

/** A drawing as a whole picture. */
export function iconSvg(name: keyof typeof drawings, colour = "#000"): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" stroke="${colour}" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round">${drawings[name]}</svg>`;
}
