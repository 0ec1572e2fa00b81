import type { glassEasel } from "../glass.ts";

type Space = InstanceType<typeof glassEasel.ComponentSpace>;
type PropertyType = typeof String | typeof Boolean | typeof Number | typeof Array | typeof Object | null;

/** What a built-in component is given to work with. */
export interface Node {
  readonly host: HTMLElement;
  readonly data: Readonly<Record<string, unknown>>;
  /** Triggers an event as WeChat would: on the component, not from within it. */
  emit(name: string, detail?: Record<string, unknown>, options?: { bubbles?: boolean; composed?: boolean }): void;
  /** Changes a property of the component itself, for what the user typed or chose. */
  set(name: string, value: unknown): void;
}

export interface Builtin {
  readonly properties: Readonly<Record<string, PropertyType | { readonly type: PropertyType; readonly value: unknown }>>;
  /** Builds the inside of the host and returns what to do when a property changes; called once for each property at first. */
  setup(node: Node): (name: string, value: unknown) => void;
}

interface Instance {
  getBackendElement(): unknown;
  readonly data: Readonly<Record<string, unknown>>;
  setData(change: Record<string, unknown>): void;
  triggerEvent(name: string, detail: unknown, options?: object): void;
}

/** Registers a built-in element for every component of the space. */
export function defineBuiltin(space: Space, tag: string, builtin: Builtin): void {
  const updaters = new WeakMap<object, (name: string, value: unknown) => void>();
  const names = Object.keys(builtin.properties);
  const observers = Object.fromEntries(
    names.map((name) => [
      name,
      function observe(this: object, value: unknown) {
        updaters.get(this)?.(name, value);
      },
    ]),
  );
  const definition = space.defineComponent({
    is: `builtin/${tag}`,
    properties: builtin.properties as Record<string, typeof String>,
    observers,
    lifetimes: {
      attached() {
        const self = this as unknown as Instance & object;
        const update = builtin.setup({
          host: self.getBackendElement() as HTMLElement,
          get data() {
            return self.data;
          },
          emit: (name, detail = {}, options = {}) => self.triggerEvent(name, detail, options),
          set: (name, value) => self.setData({ [name]: value }),
        });
        updaters.set(this, update);
        for (const name of names) update(name, self.data[name]);
      },
    },
  });
  space.setGlobalUsingComponent(tag, definition as Parameters<Space["setGlobalUsingComponent"]>[1]);
}
