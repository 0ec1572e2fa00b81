/** Element names that the framework draws itself; in the document they are called `wx-…`, so that none is taken for HTML's. */
export const builtinTags: ReadonlySet<string> = new Set(
  (
    "view text image button input textarea scroll-view swiper swiper-item picker form label switch checkbox checkbox-group radio radio-group " +
    "slider progress canvas map navigator cover-view cover-image rich-text page-meta web-view block"
  ).split(" "),
);
