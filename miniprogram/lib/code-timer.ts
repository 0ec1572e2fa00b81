/** When another code may be asked for, by what it is for; it outlives leaving the page. */
const KEY = "code-timer:";

export function startCodeTimer(purpose: string, seconds: number): void {
  wx.setStorageSync(KEY + purpose, Date.now() + seconds * 1000);
}

/** Seconds until then; 0 when it is over. */
export function codeTimerLeft(purpose: string): number {
  const untilMs = Number(wx.getStorageSync(KEY + purpose) || 0);
  return Math.max(0, Math.ceil((untilMs - Date.now()) / 1000));
}
