declare module "accessible-autocomplete" {
  interface Options {
    element: HTMLElement;
    id: string;
    name: string;
    defaultValue: string;
    minLength: number;
    autoselect: boolean;
    confirmOnBlur: boolean;
    showNoOptionsFound: boolean;
    displayMenu: "inline" | "overlay";
    source: (query: string, show: (labels: string[]) => void) => void;
  }
  export default function accessibleAutocomplete(options: Options): void;
}

declare module "htmx.org/dist/htmx.esm.js" {
  const htmx: { config: { includeIndicatorCSS: boolean } };
  export default htmx;
}
