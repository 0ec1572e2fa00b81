import type { ReactNode } from "react";
import { createBrowserRouter, type RouteObject } from "react-router";
import { AlertsPage } from "./alerts/AlertsPage.tsx";
import type { Permission } from "./auth/permissions.ts";
import { CatalogPage } from "./catalog/CatalogPage.tsx";
import { OperationsPage } from "./operations/OperationsPage.tsx";
import { OrdersPage } from "./orders/OrdersPage.tsx";
import { OverviewPage } from "./overview/OverviewPage.tsx";
import { BrokenPage, Guarded, NotFoundPage } from "./shell/ErrorPages.tsx";
import { Layout } from "./shell/Layout.tsx";
import { SignInPage } from "./shell/SignInPage.tsx";
import { StationPage } from "./stations/StationPage.tsx";
import { StationsPage } from "./stations/StationsPage.tsx";

/** Addresses and their pages. */
export function makeRouter() {
  return createBrowserRouter([
    { path: "/sign-in", element: <SignInPage />, errorElement: <BrokenPage /> },
    {
      element: <Layout />,
      errorElement: <BrokenPage />,
      children: [
        page("/", "overview.read", <OverviewPage />),
        page("/stations", "stations.read", <StationsPage />),
        page("/stations/:stationId", "stations.read", <StationPage />),
        page("/orders", "orders.read", <OrdersPage />),
        page("/alerts", "alerts.read", <AlertsPage />),
        page("/catalog", "stations.read", <CatalogPage />),
        page("/operations", "operations.read", <OperationsPage />),
        { path: "*", element: <NotFoundPage /> },
      ],
    },
  ]);
}

function page(path: string, permission: Permission, element: ReactNode): RouteObject {
  return { path, element: <Guarded to={permission}>{element}</Guarded>, errorElement: <BrokenPage /> };
}
