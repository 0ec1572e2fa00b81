import type { Permission } from "@forecourt/contract/permissions";
import type { ReactNode } from "react";
import { createBrowserRouter, type RouteObject } from "react-router";
import { AlertsPage } from "./alerts/AlertsPage.tsx";
import { AnalyticsPage } from "./analytics/AnalyticsPage.tsx";
import { AuditPage } from "./audit/AuditPage.tsx";
import { CatalogPage } from "./catalog/CatalogPage.tsx";
import { GradePage } from "./catalog/GradePage.tsx";
import { RegionPage } from "./catalog/RegionPage.tsx";
import { DevicesPage } from "./devices/DevicesPage.tsx";
import { DocumentPage } from "./documents/DocumentPage.tsx";
import { DocumentsPage } from "./documents/DocumentsPage.tsx";
import { ExportsPage } from "./exports/ExportsPage.tsx";
import { FundsPage } from "./funds/FundsPage.tsx";
import { OperationsPage } from "./operations/OperationsPage.tsx";
import { OrdersPage } from "./orders/OrdersPage.tsx";
import { OverviewPage } from "./overview/OverviewPage.tsx";
import { PackagePage } from "./packages/PackagePage.tsx";
import { PackagesPage } from "./packages/PackagesPage.tsx";
import { AdjustmentsPage } from "./people/AdjustmentsPage.tsx";
import { DriverPage } from "./people/DriverPage.tsx";
import { DriversPage } from "./people/DriversPage.tsx";
import { CasesPage } from "./reconciliation/CasesPage.tsx";
import { RefundsPage } from "./refunds/RefundsPage.tsx";
import { TransfersPage } from "./refunds/TransfersPage.tsx";
import { AlertPage } from "./risk/AlertPage.tsx";
import { RiskPage } from "./risk/RiskPage.tsx";
import { RulesPage } from "./risk/RulesPage.tsx";
import { SettingsPage } from "./settings/SettingsPage.tsx";
import { BrokenPage, Guarded, NotFoundPage } from "./shell/ErrorPages.tsx";
import { Layout } from "./shell/Layout.tsx";
import { SignInPage } from "./shell/SignInPage.tsx";
import { InvitationPage } from "./staff/InvitationPage.tsx";
import { OperatorsPage } from "./staff/OperatorsPage.tsx";
import { SecurityPage } from "./staff/SecurityPage.tsx";
import { StationPage } from "./stations/StationPage.tsx";
import { StationsPage } from "./stations/StationsPage.tsx";
import { EditStationPage, NewStationPage } from "./stations/setup/StationFormPage.tsx";
import { TransactionsPage } from "./transactions/TransactionsPage.tsx";

/** Addresses and their pages. */
export function makeRouter() {
  return createBrowserRouter([
    { path: "/sign-in", element: <SignInPage />, errorElement: <BrokenPage /> },
    { path: "/invitation", element: <InvitationPage />, errorElement: <BrokenPage /> },
    {
      element: <Layout />,
      errorElement: <BrokenPage />,
      children: [
        page("/", "overview.read", <OverviewPage />),
        page("/analytics", "overview.read", <AnalyticsPage />),
        page("/stations", "stations.read", <StationsPage />),
        page("/stations/new", "stations.write", <NewStationPage />),
        page("/stations/:stationId", "stations.read", <StationPage />),
        page("/stations/:stationId/edit", "stations.write", <EditStationPage />),
        page("/orders", "orders.read", <OrdersPage />),
        page("/drivers", "drivers.read", <DriversPage />),
        page("/drivers/:driverId", "drivers.read", <DriverPage />),
        page("/adjustments", "drivers.read", <AdjustmentsPage />),
        page("/documents", "documents.read", <DocumentsPage />),
        page("/documents/:driverId/:documentId", "documents.read", <DocumentPage />),
        page("/risk", "risk.read", <RiskPage />),
        page("/risk/rules", "risk.read", <RulesPage />),
        page("/risk/:alertId", "risk.read", <AlertPage />),
        page("/packages", "stations.read", <PackagesPage />),
        page("/packages/:packageId", "stations.read", <PackagePage />),
        page("/refunds", "refunds.read", <RefundsPage />),
        page("/refunds/transfers", "refunds.read", <TransfersPage />),
        page("/reconciliation", "reconciliation.read", <CasesPage />),
        page("/funds", "fund.read", <FundsPage />),
        page("/exports", "exports.make", <ExportsPage />),
        page("/alerts", "alerts.read", <AlertsPage />),
        page("/catalog", "stations.read", <CatalogPage />),
        page("/catalog/regions/:regionId", "stations.read", <RegionPage />),
        page("/catalog/grades/:grade", "stations.read", <GradePage />),
        page("/operators", "operators.read", <OperatorsPage />),
        page("/audit", "audit.read", <AuditPage />),
        page("/transactions", "transactions.read", <TransactionsPage />),
        page("/devices", "devices.read", <DevicesPage />),
        page("/security", "account.own", <SecurityPage />),
        page("/operations", "operations.read", <OperationsPage />),
        page("/settings", "operations.read", <SettingsPage />),
        { path: "*", element: <NotFoundPage /> },
      ],
    },
  ]);
}

function page(path: string, permission: Permission, element: ReactNode): RouteObject {
  return { path, element: <Guarded to={permission}>{element}</Guarded>, errorElement: <BrokenPage /> };
}
