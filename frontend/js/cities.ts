/** Suggestions for the name of a city, in any spelling; the plain field works without. */
import accessibleAutocomplete from "accessible-autocomplete";

interface Suggestion {
  id: number;
  label: string;
  url: string;
}

const WAIT = 120; // milliseconds of quiet before asking
const SHORTEST = 2;

/** Replace the plain input inside a `[data-cities]` element by one that suggests. */
export function suggestCities(holder: HTMLElement): void {
  const plain = holder.querySelector("input");
  const address = holder.dataset["cities"];
  if (!plain || !address) return;
  holder.dataset["ready"] = "";
  const hadFocus = document.activeElement === plain;
  const describedBy = plain.getAttribute("aria-describedby");
  const { id, name, value } = plain;
  const keep = [...plain.attributes].filter((a) => ["maxlength", "aria-invalid", "required"].includes(a.name));
  plain.remove();

  let timer = 0;
  let asked: AbortController | undefined;
  accessibleAutocomplete({
    element: holder,
    id,
    name,
    defaultValue: value,
    minLength: SHORTEST,
    autoselect: false,
    confirmOnBlur: false,
    showNoOptionsFound: false,
    displayMenu: "overlay",
    source: (query: string, show: (labels: string[]) => void) => {
      window.clearTimeout(timer);
      timer = window.setTimeout(async () => {
        asked?.abort();
        asked = new AbortController();
        try {
          const answer = await fetch(`${address}?q=${encodeURIComponent(query)}`, { signal: asked.signal });
          const cities = answer.ok ? ((await answer.json()) as Suggestion[]) : [];
          show(cities.map((city) => city.label));
        } catch {
          show([]); // typing on, or no network: the plain field is still there
        }
      }, WAIT);
    },
  });

  const input = holder.querySelector("input");
  if (!input) return;
  keep.forEach((attribute) => input.setAttribute(attribute.name, attribute.value));
  if (describedBy) input.setAttribute("aria-describedby", `${describedBy} ${input.getAttribute("aria-describedby") ?? ""}`.trim());
  if (hadFocus) input.focus();
  sendOnEnter(holder, input);
}

/** The menu swallows Enter; where no suggestion is chosen it sends what was typed, as a plain field does. */
function sendOnEnter(holder: HTMLElement, input: HTMLInputElement): void {
  holder.addEventListener(
    "keydown",
    (event) => {
      if (event.key !== "Enter" || holder.querySelector("[aria-selected=true]")) return;
      event.preventDefault();
      event.stopPropagation();
      input.form?.requestSubmit();
    },
    true,
  );
}
