/** One line at the top of a page: the network is gone, or something needs the driver. */
Component({
  properties: { text: { type: String, value: "" }, icon: { type: String, value: "offline" }, tone: { type: String, value: "amber" } },
});
