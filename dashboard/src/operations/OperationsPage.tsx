import { Button } from "antd";
import { useWords } from "../i18n/words.ts";
import { useFilters } from "../ui/filters.ts";
import { useRegion } from "../ui/home.ts";
import { Page, Section } from "../ui/Page.tsx";
import { AllParked } from "./AllParked.tsx";
import { DeadLetters } from "./DeadLetters.tsx";
import { Health } from "./Health.tsx";
import { ParkedList } from "./ParkedList.tsx";
import { ProviderCalls } from "./ProviderCalls.tsx";
import { Providers } from "./Providers.tsx";
import { RebuildCard } from "./RebuildCard.tsx";

const ACTOR = /^(wallet|station|export|payment|security)\/.{1,120}$/;

/** What keeps the product's own books in order: how it is, what is stuck, read models, providers. */
export function OperationsPage() {
  const { t } = useWords();
  const filters = useFilters();
  const { timeZone } = useRegion(undefined);
  const wanted = filters.get("actor");
  const actor = wanted !== undefined && ACTOR.test(wanted) ? wanted : undefined;
  return (
    <Page title={t("menu.operations")}>
      <Health timeZone={timeZone} />
      <Section
        title={t("parked.title")}
        flush
        {...(actor === undefined
          ? {}
          : {
              extra: (
                <>
                  <code>{actor}</code>
                  <Button size="small" onClick={() => filters.set({ actor: undefined })}>
                    {t("parked.all")}
                  </Button>
                </>
              ),
            })}
      >
        {actor === undefined ? <AllParked timeZone={timeZone} /> : <ParkedList actor={actor} timeZone={timeZone} />}
      </Section>
      <ProviderCalls timeZone={timeZone} />
      <div className="columns columns-even">
        <DeadLetters timeZone={timeZone} />
        <div className="stack">
          <RebuildCard />
          <Providers />
        </div>
      </div>
    </Page>
  );
}
