/** A thin line at the top of the page while an answer is awaited. */
export function waits(): void {
  const line = document.createElement("div");
  line.className = "waits";
  line.setAttribute("aria-hidden", "true");
  document.body.append(line);
}
