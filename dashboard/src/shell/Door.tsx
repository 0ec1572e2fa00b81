import { type ReactNode, useEffect } from "react";
import { Brand } from "../ui/Brand.tsx";
import { LanguageSwitch } from "./LanguageSwitch.tsx";
import { ModeSwitch } from "./ModeSwitch.tsx";

interface DoorProps {
  readonly title: string;
  readonly lead: string;
  readonly children: ReactNode;
}

/** The card in front of everything: for whoever is not signed in. */
export function Door({ title, lead, children }: DoorProps) {
  useEffect(() => {
    document.title = `${title} · Forecourt`;
  }, [title]);
  return (
    <div className="door">
      <div className="door-tools">
        <LanguageSwitch />
        <ModeSwitch />
      </div>
      <main className="door-card">
        <div className="door-brand">
          <Brand size={40} />
          <div>
            <h1>Forecourt</h1>
            <p>{lead}</p>
          </div>
        </div>
        {children}
      </main>
    </div>
  );
}
