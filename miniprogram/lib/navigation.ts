/** WeChat stacks so many pages and no more. */
const DEPTH_MAX = 10;

let isOpening = false;

/**
 * Opens a page that is not in the tab bar. On a full stack the page in front makes way, since a button that does nothing is worse; a second
 * tap while a page opens opens no second one.
 */
export function go(url: string): void {
  if (isOpening) return;
  isOpening = true;
  const complete = () => {
    isOpening = false;
  };
  if (getCurrentPages().length < DEPTH_MAX) wx.navigateTo({ url, complete });
  else wx.redirectTo({ url, complete });
}

/** Back to where the driver came from. A page that a link has opened has nothing behind it: it leads `elsewhere`. */
export async function back(elsewhere: string, delta = 1): Promise<void> {
  if (getCurrentPages().length > delta) await wx.navigateBack({ delta });
  else if (elsewhere.indexOf("/pages/") === 0) await wx.switchTab({ url: elsewhere });
  else await wx.redirectTo({ url: elsewhere });
}
