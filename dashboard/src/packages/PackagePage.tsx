import { useQuery } from "@tanstack/react-query";
import { App, Button, Skeleton } from "antd";
import { useState } from "react";
import { Link, useNavigate, useParams } from "react-router";
import { useCommand } from "../api/commands.ts";
import { type PackageSummary, packageQuery } from "../api/payments.ts";
import type { Region } from "../api/types.ts";
import { History } from "../catalog/History.tsx";
import { Review } from "../catalog/Review.tsx";
import { useWords } from "../i18n/words.ts";
import { useFilters } from "../ui/filters.ts";
import { useRegion } from "../ui/home.ts";
import { Failure } from "../ui/Notices.tsx";
import { Page, Section } from "../ui/Page.tsx";
import { Permit, useMay } from "../ui/Permit.tsx";
import { freshDraft, type PackageDraft, toDraft, toTerms } from "./draft.ts";
import { PackageForm } from "./PackageForm.tsx";
import { Preview } from "./Preview.tsx";
import { PackageState, Stock } from "./state.tsx";

/** A package: how it sells, its terms and how a driver sees them, what a new version would change, and every version there was. */
export function PackagePage() {
  const { packageId = "" } = useParams();
  const isNew = packageId === "new";
  const { t, nameOf } = useWords();
  const filters = useFilters();
  const { data, isError, error, refetch } = useQuery({ ...packageQuery(packageId), enabled: !isNew });
  const { region, regions } = useRegion(data?.package.regionId ?? filters.get("region"));
  const isReady = region !== undefined && (isNew || data !== undefined);
  const mayWrite = useMay("catalog.write");
  return (
    <Page
      title={data === undefined ? t(isNew ? "packages.add" : "packages.package") : nameOf(data.package.names)}
      note={
        <Link to="/packages" className="back">
          {`‹ ${t("menu.packages")}`}
        </Link>
      }
      actions={
        data !== undefined && (
          <>
            <PackageState state={data.state} />
            <Permit to="catalog.write">{data.package.onSale && <Withdraw packageId={packageId} />}</Permit>
          </>
        )
      }
    >
      {!isReady && (isError ? <Failure error={error} retry={() => void refetch()} /> : <Skeleton active />)}
      {isReady && <Editor known={data} region={region} regions={regions} mayWrite={mayWrite} />}
      {data !== undefined && region !== undefined && (
        <History kind="package" id={packageId} currency={region.currency} timeZone={region.timeZone} />
      )}
    </Page>
  );
}

interface EditorProps {
  readonly known: PackageSummary | undefined;
  readonly region: Region;
  readonly regions: readonly Region[];
  readonly mayWrite: boolean;
}

/** Terms as they are typed and as the driver would see them; or, once they are looked at, what they change. */
function Editor({ known, region, regions, mayWrite }: EditorProps) {
  const { t } = useWords();
  const navigate = useNavigate();
  const [initial] = useState(() => (known === undefined ? freshDraft(region.regionId) : toDraft(known.package, region.timeZone)));
  const [draft, setDraft] = useState<PackageDraft>(initial);
  const [isReviewed, setReviewed] = useState(false);
  const home = regions.find(({ regionId }) => regionId === draft.regionId) ?? region;
  const { packageId, ...after } = toTerms(draft, home.timeZone);
  const { packageId: _, ...before } = known?.package ?? { packageId };
  return (
    <div className="columns">
      {!mayWrite && <Section title={t("packages.sold")}>{known !== undefined && <Stock item={known} />}</Section>}
      {mayWrite &&
        (isReviewed ? (
          <Review
            id={packageId}
            path={`/v1/operator/packages/${encodeURIComponent(packageId)}`}
            before={before}
            after={after}
            currency={home.currency}
            timeZone={home.timeZone}
            refreshes={[["packages"], ["package", packageId], ["catalog"]]}
            back={() => setReviewed(false)}
            saved={() => {
              setReviewed(false);
              void navigate(`/packages/${packageId}`);
            }}
          />
        ) : (
          <PackageForm
            draft={draft}
            isKnown={known !== undefined}
            regions={regions}
            timeZone={home.timeZone}
            currency={home.currency}
            change={setDraft}
            review={() => setReviewed(true)}
          />
        ))}
      <div className="stack">
        {known !== undefined && mayWrite && (
          <Section title={t("packages.sold")}>
            <Stock item={known} />
          </Section>
        )}
        <Preview terms={{ packageId, ...after }} currency={home.currency} timeZone={home.timeZone} />
      </div>
    </div>
  );
}

/** Takes a package off sale, once somebody has said so twice. */
function Withdraw({ packageId }: { readonly packageId: string }) {
  const { t, problemOf } = useWords();
  const { modal, message } = App.useApp();
  const withdraw = useCommand([["packages"], ["package", packageId], ["catalog"]]);
  const ask = () =>
    modal.confirm({
      title: t("packages.withdrawAsk", { id: packageId }),
      content: t("packages.withdrawHint"),
      okText: t("packages.withdraw"),
      okButtonProps: { danger: true },
      cancelText: t("common.cancel"),
      onOk: () =>
        withdraw
          .mutateAsync({ method: "POST", path: `/v1/operator/packages/${encodeURIComponent(packageId)}/withdraw` })
          .then(() => message.success(t("packages.withdrawn")))
          .catch((error: unknown) => message.error(problemOf(error))),
    });
  return (
    <Button danger onClick={ask} loading={withdraw.isPending}>
      {t("packages.withdraw")}
    </Button>
  );
}
