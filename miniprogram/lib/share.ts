/** What a friend or a group is sent: words, a picture of ours in WeChat's shape of 5 by 4, and the page that it opens. */
export function shareCard(title: string, path: string): WechatMiniprogram.Page.ICustomShareContent {
  return { title, path, imageUrl: "/assets/share.png" };
}
