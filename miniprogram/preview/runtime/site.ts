/** What the builder hands to the runtime. */
export interface Site {
  readonly app: AppJson;
  readonly pages: readonly string[];
  readonly configs: Readonly<Record<string, ComponentConfig>>;
  readonly scopes: Readonly<Record<string, string>>;
  /** Components that every page and component may use, by `app.json`. */
  readonly sharedComponents: Readonly<Record<string, string>>;
  readonly title: string;
  readonly caption: string;
  readonly demoNames: readonly string[];
  readonly place: { readonly latitude: number; readonly longitude: number };
}

export interface ComponentConfig {
  readonly component?: boolean;
  readonly styleIsolation?: string;
  readonly usingComponents: Readonly<Record<string, string>>;
  readonly navigationBarTitleText?: string;
  readonly navigationStyle?: "default" | "custom";
  readonly enablePullDownRefresh?: boolean;
  readonly disableScroll?: boolean;
  readonly onReachBottomDistance?: number;
}

export interface TabItem {
  readonly pagePath: string;
  readonly text: string;
  readonly iconPath?: string;
  readonly selectedIconPath?: string;
}

export interface AppJson {
  readonly pages: readonly string[];
  readonly window?: Partial<ComponentConfig>;
  readonly tabBar?: {
    readonly list: readonly TabItem[];
    readonly color?: string;
    readonly selectedColor?: string;
    readonly backgroundColor?: string;
  };
}
