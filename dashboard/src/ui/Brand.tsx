/** The mark: a forecourt's roof, and a drop under it. */
export function Brand({ size = 28 }: { readonly size?: number }) {
  return (
    <svg viewBox="0 0 32 32" width={size} height={size} aria-hidden="true" className="brand">
      <rect width="32" height="32" rx="8" className="brand-ground" />
      <path d="M6 12.5 8.5 8h15l2.5 4.5z" className="brand-ink" />
      <path d="M9.5 12.5V24M22.5 12.5V24" className="brand-post" />
      <path d="M16 15.2c2 2.6 3 4.2 3 5.6a3 3 0 0 1-6 0c0-1.4 1-3 3-5.6z" className="brand-drop" />
    </svg>
  );
}
