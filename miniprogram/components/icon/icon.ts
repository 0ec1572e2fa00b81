/** A line drawing from `icons/`, in the colour of the text around it. */
Component({
  properties: {
    name: { type: String, value: "" },
    /** px */
    size: { type: Number, value: 24 },
    colour: { type: String, value: "" },
  },
});
