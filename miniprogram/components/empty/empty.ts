/** Nothing to show: says why, and offers the next step. */
Component({
  properties: {
    /** Which drawing: `pump`, `orders`, `offline`, `wallet`, `qr`. */
    picture: { type: String, value: "orders" },
    title: { type: String, value: "" },
    hint: { type: String, value: "" },
    action: { type: String, value: "" },
  },
  methods: {
    act() {
      this.triggerEvent("act");
    },
  },
});
