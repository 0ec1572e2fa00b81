/** The few words that the host itself says, in the language of the browser. */
const words = {
  en: {
    back: "Back",
    home: "Home",
    share: "Share",
    open: "Open as a friend would",
    close: "Close",
    signInAs: "Sign in to the demo as",
    code: "Code",
    scan: "Scan",
    picture: "Picture",
    cancel: "Cancel",
    confirm: "OK",
    cashier: "Sandbox cashier",
    pay: "Pay",
  },
  zh: {
    back: "返回",
    home: "首页",
    share: "分享",
    open: "像好友一样打开",
    close: "关闭",
    signInAs: "以谁的身份登录演示",
    code: "二维码内容",
    scan: "扫码",
    picture: "图片",
    cancel: "取消",
    confirm: "确定",
    cashier: "沙盒收银台",
    pay: "支付",
  },
} as const;

export const hostWords = words[typeof navigator !== "undefined" && navigator.language.startsWith("zh") ? "zh" : "en"];
